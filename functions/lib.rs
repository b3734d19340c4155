//! Every endpoint and job: a folder per area, a folder per function in it. [`ROUTES`] and [`JOBS`] are the only list;
//! the template, the local routes, the API's description and the access tests are derived from them.

pub mod claims;
pub mod labels;

use serde::Serialize;
use shared::domain::refusal::FieldRefusal;
use shared::endpoint::{JobRoute, Route};
use shared::error::{Error, FieldError, Result};

/// Every endpoint.
pub static ROUTES: &[Route] = &[
    Route::of::<claims::create::ClaimCreate>(),
    Route::of::<claims::list::ClaimList>(),
    Route::of::<claims::show::ClaimShow>(),
    Route::of::<claims::update::ClaimUpdate>(),
    Route::of::<claims::submit::ClaimSubmit>(),
    Route::of::<claims::assess::ClaimAssess>(),
    Route::of::<claims::approve::ClaimApprove>(),
    Route::of::<claims::reject::ClaimReject>(),
    Route::of::<claims::pay::ClaimPay>(),
];

/// Every scheduled job.
pub static JOBS: &[JobRoute] = &[];

/// Refuses an input with every field that breaks a rule.
///
/// # Errors
/// [`Error::Invalid`] with the fields.
pub fn refuse_fields(refusals: Vec<FieldRefusal>) -> Result<()> {
    let fields: Vec<FieldError> = refusals.into_iter().map(|refused| FieldError::new(refused.path, refused.refusal)).collect();
    if fields.is_empty() { Ok(()) } else { Err(Error::Invalid(fields)) }
}

/// The filters of a list as a text: a cursor holds only for the same.
///
/// # Errors
/// Where the input can't be written as JSON.
pub fn filter(input: &impl Serialize) -> Result<String> {
    serde_json::to_string(input).map_err(Error::internal)
}
