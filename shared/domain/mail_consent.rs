//! An organization's consent to mail through a provider abroad (国外の事業者によるメール送信への同意, WP6): without it, its mail
//! stays in Japan.

use super::organization::Organization;
use super::refusal::Refusal;
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an organization says to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailConsentState {
    /// 同意.
    Given,
    /// 撤回.
    TakenBack,
}

/// What an organization last said to it, in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MailConsent {
    /// Given or taken back.
    pub state: MailConsentState,
    /// 書面の番号: of the writing that says so.
    pub reference: Line<100>,
    /// Since when it counts.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub since: Timestamp,
}

impl Organization {
    /// The organization after it consented, or took its consent back.
    ///
    /// # Errors
    /// [`Refusal::MailConsentGiven`] or [`Refusal::MailConsentMissing`] where it had said so before.
    pub fn says_to_mail_abroad(&self, state: MailConsentState, reference: Line<100>, now: Timestamp) -> Result<Self, Refusal> {
        match (state, self.consents_to_mail_abroad()) {
            (MailConsentState::Given, true) => Err(Refusal::MailConsentGiven),
            (MailConsentState::TakenBack, false) => Err(Refusal::MailConsentMissing),
            _ => Ok(Self { mail_consent: Some(MailConsent { state, reference, since: now }), ..self.clone() }),
        }
    }

    /// Whether its mail may go through a provider abroad.
    #[must_use]
    pub fn consents_to_mail_abroad(&self) -> bool {
        self.mail_consent.as_ref().is_some_and(|consent| consent.state == MailConsentState::Given)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use MailConsentState::{Given, TakenBack};
    use proptest::prelude::*;

    fn organization() -> Organization {
        crate::domain::contract::tests::organization(None)
    }

    fn said(acts: &[MailConsentState]) -> Result<Organization, Refusal> {
        let now = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        acts.iter().try_fold(organization(), |organization, act| {
            organization.says_to_mail_abroad(*act, format!("同意書 {act:?}").parse().unwrap(), now)
        })
    }

    #[test]
    fn nobody_has_consented_until_it_says_so_and_each_of_both_counts_once() {
        assert!(!organization().consents_to_mail_abroad());
        let table = [
            (&[Given][..], Ok(true)),
            (&[Given, TakenBack], Ok(false)),
            (&[Given, TakenBack, Given], Ok(true)),
            (&[Given, Given], Err(Refusal::MailConsentGiven)),
            (&[TakenBack], Err(Refusal::MailConsentMissing)),
            (&[Given, TakenBack, TakenBack], Err(Refusal::MailConsentMissing)),
        ];
        for (acts, expected) in table {
            assert_eq!(said(acts).map(|organization| organization.consents_to_mail_abroad()), expected, "{acts:?}");
        }
        let consent = said(&[Given]).unwrap().mail_consent.unwrap();
        assert_eq!((consent.state, consent.reference.as_str()), (Given, "同意書 Given"));
    }

    proptest! {
        #[test]
        fn what_counts_is_what_was_said_last(acts in proptest::collection::vec(prop_oneof![Just(Given), Just(TakenBack)], 0..12)) {
            let mut organization = organization();
            for act in acts {
                let now = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
                let before = organization.consents_to_mail_abroad();
                if let Ok(after) = organization.says_to_mail_abroad(act, "書面".parse().unwrap(), now) {
                    prop_assert_ne!(before, after.consents_to_mail_abroad());
                    organization = after;
                }
                prop_assert_eq!(organization.consents_to_mail_abroad(), act == Given);
            }
        }
    }
}
