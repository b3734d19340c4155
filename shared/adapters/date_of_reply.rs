//! When a service of AWS answered, by its own clock: the `Date` of its reply (RFC 9110, 6.6.1), which the SDK keeps to itself.

use crate::domain::time::{Timestamp, in_japan};
use crate::error::{Error, Result};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::sync::{Arc, Mutex, PoisonError};

/// Keeps the date of the last reply.
#[derive(Clone, Debug, Default)]
pub struct DateOfReply(Arc<Mutex<Option<String>>>);

impl DateOfReply {
    /// The second that the service's clock showed.
    ///
    /// # Errors
    /// Where the reply told no date.
    pub fn second(&self) -> Result<Timestamp> {
        let date = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let time = date.and_then(|date| chrono::DateTime::parse_from_rfc2822(&date).ok());
        time.map(|time| in_japan(time.to_utc())).ok_or_else(|| Error::internal("a reply without a date"))
    }
}

impl Intercept for DateOfReply {
    fn name(&self) -> &'static str {
        "DateOfReply"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> std::result::Result<(), BoxError> {
        let date = context.response().headers().get("date").map(str::to_owned);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = date;
        Ok(())
    }
}
