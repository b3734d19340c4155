//! What an organization demands of its accounts beyond a password (WP6, WP13).

use serde::{Deserialize, Serialize};

/// Whether accounts need a client certificate (クライアント証明書).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificatePolicy {
    /// 不要: one that is presented must hold all the same.
    #[default]
    NotNeeded,
    /// 必須: any that the organization was issued.
    Needed,
    /// 必須・本人限定: one that was issued to the account itself.
    Bound,
}

/// Whether accounts need a second factor (二要素認証): a one-time code or a passkey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorPolicy {
    /// 任意: asked of accounts that enrolled one.
    #[default]
    Optional,
    /// 必須: whoever has none may do nothing but enrol one.
    Required,
}

/// An organization's demands. They lie on its record and, for admission, in a small item beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Security {
    /// クライアント証明書.
    #[serde(default)]
    pub certificates: CertificatePolicy,
    /// 二要素認証.
    #[serde(default)]
    pub second_factor: SecondFactorPolicy,
}
