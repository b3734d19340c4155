//! One premium, and its way to the card company and back.

use super::step::{later, morning_after};
use super::{ChargeReceipt, Decline, DunningStep, PremiumAmount, Refund, SETTLED_MINUTES};
use crate::domain::id::{Identifier, PolicyId, PolicyholderId, PremiumId, ProductId, Unique};
use crate::domain::money::Yen;
use crate::domain::personal::Personal;
use crate::domain::refusal::Refusal;
use crate::domain::time::{Timestamp, day, rfc3339};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// Where a premium stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChargeState {
    /// 請求予定: it is due, and nothing was sent.
    Intended,
    /// 送信済: the card company is being asked, or was when the run was cut off.
    Sent,
    /// 確認中: the answer was lost, or left open whether it was charged.
    Unknown,
    /// 収納済.
    Charged,
    /// 決済不能.
    Failed,
    /// 返金中.
    Refunding,
    /// 返金済: all of it.
    Refunded,
}

impl ChargeState {
    /// Every state.
    pub const ALL: [Self; 7] = [Self::Intended, Self::Sent, Self::Unknown, Self::Charged, Self::Failed, Self::Refunding, Self::Refunded];
}

/// Whose premium it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PremiumSubject {
    /// Its identifier, and the name under which the card company knows the charge.
    pub id: PremiumId,
    /// The policy.
    pub policy: PolicyId,
    /// Whose card is charged.
    pub policyholder: PolicyholderId,
    /// The product that the policy was made from.
    pub product: ProductId,
}

/// A premium of a policy for one due day (保険料).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Premium {
    /// Its identifier, and the name under which the card company knows the charge.
    pub id: PremiumId,
    /// The policy.
    pub policy: PolicyId,
    /// Whose card is charged.
    pub policyholder: PolicyholderId,
    /// The product that the policy was made from; none on a premium of before products stood here.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// 払込期日.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub due_on: NaiveDate,
    /// What is charged.
    pub amount_yen: PremiumAmount,
    /// Where it stands.
    pub state: ChargeState,
    /// How often the card company was asked to charge it.
    pub attempts: u32,
    /// How often it was declined in a row.
    pub failures: u32,
    /// When it was sent last.
    #[serde(default, with = "rfc3339::option")]
    pub sent_at: Option<Timestamp>,
    /// When the card was registered that was charged last: a newer one is tried at once.
    #[serde(default, with = "rfc3339::option")]
    pub card_registered_at: Option<Timestamp>,
    /// Why it wasn't charged last.
    #[serde(default)]
    pub decline: Option<Decline>,
    /// When it is tried again with the same card.
    #[serde(default, with = "rfc3339::option")]
    pub retry_at: Option<Timestamp>,
    /// What the policyholder was told last.
    #[serde(default)]
    pub told: Option<DunningStep>,
    /// When it is looked at next; nothing once nothing is left to do.
    #[serde(default, with = "rfc3339::option")]
    pub look_at: Option<Timestamp>,
    /// What the card company gave for the charge.
    #[serde(default)]
    pub receipt: Option<Personal<ChargeReceipt>>,
    /// When it was recorded as charged.
    #[serde(default, with = "rfc3339::option")]
    pub charged_at: Option<Timestamp>,
    /// What went back.
    pub refunded_yen: Yen,
    /// The last refund.
    #[serde(default)]
    pub refund: Option<Refund>,
    /// The day on which it was given up, since the policy lapsed.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub given_up_on: Option<NaiveDate>,
    /// When it was made.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
}

impl PremiumId {
    /// That of a policy's premium for one due day, always the same: where a restored table has forgotten a premium, the one that is
    /// made anew bears the name under which the card company may know its charge.
    #[must_use]
    pub fn of(policy: PolicyId, due_on: NaiveDate) -> Self {
        let digest = crate::seal::sha256(format!("{policy}#{due_on}").as_bytes());
        let mut part = [0; 10];
        part.copy_from_slice(&digest[..10]);
        let day = due_on.and_time(NaiveTime::MIN).and_utc().fixed_offset();
        Self::from_unique(Unique::new(day, part))
    }
}

impl Premium {
    /// A premium that is due: the intent to charge it.
    #[must_use]
    pub const fn intend(subject: PremiumSubject, due_on: NaiveDate, amount_yen: PremiumAmount, now: Timestamp) -> Self {
        Self {
            id: subject.id,
            policy: subject.policy,
            policyholder: subject.policyholder,
            product: Some(subject.product),
            due_on,
            amount_yen,
            state: ChargeState::Intended,
            attempts: 0,
            failures: 0,
            sent_at: None,
            card_registered_at: None,
            decline: None,
            retry_at: None,
            told: None,
            look_at: Some(now),
            receipt: None,
            charged_at: None,
            refunded_yen: Yen::ZERO,
            refund: None,
            given_up_on: None,
            created_at: now,
        }
    }

    pub(super) fn only_in(self, states: &[ChargeState]) -> Result<Self, Refusal> {
        if states.contains(&self.state) { Ok(self) } else { Err(Refusal::PremiumStateForbids) }
    }

    /// The card company is about to be asked: recorded before it is, so that a run that is cut off leaves a trace. Looked at
    /// again once whatever was sent has arrived or never will.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it is intended or failed.
    pub fn send(self, card_registered_at: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        let sent = self.only_in(&[ChargeState::Intended, ChargeState::Failed])?;
        Ok(Self {
            state: ChargeState::Sent,
            attempts: sent.attempts + 1,
            sent_at: Some(now),
            card_registered_at: Some(card_registered_at),
            decline: None,
            retry_at: None,
            look_at: Some(later(now, SETTLED_MINUTES)),
            ..sent
        })
    }

    /// It was charged, as the answer or a search said.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it was sent.
    pub fn charged(self, receipt: ChargeReceipt, now: Timestamp) -> Result<Self, Refusal> {
        let charged = self.only_in(&[ChargeState::Sent, ChargeState::Unknown])?;
        Ok(Self {
            state: ChargeState::Charged,
            failures: 0,
            decline: None,
            look_at: None,
            receipt: Some(Personal::new(receipt)),
            charged_at: Some(now),
            ..charged
        })
    }

    /// It was declined. Where it may have been charged all the same, it is searched for first.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it was sent, or intended and there is no card.
    pub fn declined(self, decline: Decline, now: Timestamp) -> Result<Self, Refusal> {
        if decline == Decline::NoCard {
            return Ok(self.only_in(&[ChargeState::Intended])?.failed(decline, now));
        }
        let declined = self.only_in(&[ChargeState::Sent])?;
        if decline.is_ambiguous() {
            return Ok(Self { decline: Some(decline), ..declined.open(now) });
        }
        Ok(declined.failed(decline, now))
    }

    /// No answer came, or a search gave none.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it was sent.
    pub fn unanswered(self, now: Timestamp) -> Result<Self, Refusal> {
        Ok(self.only_in(&[ChargeState::Sent, ChargeState::Unknown])?.open(now))
    }

    fn open(self, now: Timestamp) -> Self {
        Self { state: ChargeState::Unknown, look_at: Some(later(now, SETTLED_MINUTES)), ..self }
    }

    /// The card company knows of no charge, long enough after it was sent: it may be sent again, at once where nothing was
    /// answered, and later where it was declined.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it was sent, and long enough ago.
    pub fn not_found(self, now: Timestamp) -> Result<Self, Refusal> {
        if self.sent_at.is_none_or(|sent_at| now < later(sent_at, SETTLED_MINUTES)) {
            return Err(Refusal::PremiumStateForbids);
        }
        let absent = self.only_in(&[ChargeState::Sent, ChargeState::Unknown])?;
        match absent.decline {
            Some(decline) => Ok(absent.failed(decline, now)),
            None => Ok(Self { state: ChargeState::Intended, look_at: Some(now), ..absent }),
        }
    }

    /// A search found a charge that was cancelled there: it isn't sent again by itself.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it was sent.
    pub fn found_cancelled(self, now: Timestamp) -> Result<Self, Refusal> {
        Ok(self.only_in(&[ChargeState::Sent, ChargeState::Unknown])?.failed(Decline::CancelledAlready, now))
    }

    // Looked at once more now: the policyholder may have to be told.
    fn failed(self, decline: Decline, now: Timestamp) -> Self {
        let failures = self.failures + 1;
        let retry_at = decline.retry_after(failures).map(|after| now + after);
        Self { state: ChargeState::Failed, failures, decline: Some(decline), retry_at, look_at: Some(now), ..self }
    }

    /// The policyholder is told.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it failed.
    pub fn told(self, step: DunningStep) -> Result<Self, Refusal> {
        Ok(Self { told: Some(step), ..self.only_in(&[ChargeState::Failed])? })
    }

    /// There is nothing more to do today: it is looked at again tomorrow, when the card may be another one, or when it is tried again.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it failed.
    pub fn looked_at(self, now: Timestamp) -> Result<Self, Refusal> {
        let failed = self.only_in(&[ChargeState::Failed])?;
        let tomorrow = morning_after(now);
        let look_at = failed.retry_at.filter(|retry_at| *retry_at > now).map_or(tomorrow, |retry_at| retry_at.min(tomorrow));
        Ok(Self { look_at: Some(look_at), ..failed })
    }

    /// It is given up, since the policy has lapsed.
    ///
    /// # Errors
    /// [`Refusal::PremiumStateForbids`] unless it failed or was never sent.
    pub fn given_up(self, now: Timestamp) -> Result<Self, Refusal> {
        let ended = self.only_in(&[ChargeState::Failed, ChargeState::Intended])?;
        Ok(Self { state: ChargeState::Failed, given_up_on: Some(day(now)), retry_at: None, look_at: None, ..ended })
    }
}
