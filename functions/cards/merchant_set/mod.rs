//! card_merchant_set: the shop's account at the card company, wrapped by KMS among the service's keys. For operators, through IAM.

use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Caller;
use shared::change::{Change, Technical};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::ports::Merchant;
use shared::view::View;

/// The longest of its texts.
const CHARACTERS: usize = 64;

/// The function.
pub struct CardMerchantSet;

/// That it was set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Always true.
    pub set: bool,
}

impl Endpoint for CardMerchantSet {
    const SPEC: Spec = Spec {
        name: "card_merchant_set",
        summary: ("カード会社の加盟店アカウントを設定する(運営者)", "Set the shop's account at the card company (operator)"),
        method: Method::Put,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::MakeServiceKeys],
        ..Spec::USUAL
    };
    type Input = Merchant;
    type Output = Output;

    async fn handle(_: &Caller, input: Merchant, view: &View<'_>) -> Result<Change<Output>> {
        let fields = [("id", &input.id), ("password", &input.password), ("shop", &input.shop)];
        let broken = |text: &String| text.is_empty() || text.len() > CHARACTERS || !text.bytes().all(|byte| byte.is_ascii_graphic());
        let errors: Vec<FieldError> =
            fields.into_iter().filter(|(_, text)| broken(text)).map(|(name, _)| FieldError::coded(name, "value_invalid", None)).collect();
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(Change::reply(Output { set: true }).technical(Technical::ServiceKeys, view.wrap_merchant(&input).await?))
    }
}
