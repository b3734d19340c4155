//! The claimant's steps: make, change, submit, withdraw; and what concerns the papers and their time limits.

use super::{Claim, ClaimInput, ClaimSubject, DueExtension, Returned};
use crate::domain::{
    claim_state::{ClaimAction, ClaimState},
    deadline::{EXTENSION_DAYS_MAXIMUM, extension_last_day, payout_due_on},
    id::AccountId,
    money::Yen,
    personal::Personal,
    refusal::Refusal,
    statement::{ReadableLine, StoredLine},
    text::Note,
    time::{Timestamp, day},
};
use chrono::NaiveDate;

impl Claim {
    /// A draft.
    ///
    /// # Errors
    /// The first refusal of [`ClaimInput::validate`].
    pub fn create(subject: ClaimSubject, input: ClaimInput, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        input.validate().first().map_or(Ok(()), |first| Err(first.refusal))?;
        let ClaimSubject { id, policy, animal, policyholder, product } = subject;
        Ok(Self {
            id,
            policy,
            animal,
            policyholder,
            product: Some(product),
            state: ClaimState::Draft,
            cause: input.cause,
            lines: stored(&[], input.lines),
            diagnosis: Personal::new(input.diagnosis),
            note: input.note.map(Personal::new),
            bank_account: input.bank_account.map(Personal::new),
            received_on: None,
            completed_on: None,
            due_on: None,
            extension: None,
            returned: None,
            assigned_to: None,
            assessment: None,
            assessed_by: None,
            assessed_at: None,
            assessed_period: None,
            assessors: Vec::new(),
            approved_by: None,
            approved_at: None,
            approved_yen: None,
            booked: None,
            rejected: None,
            payout: None,
            payout_yen: None,
            paid_yen: Yen::ZERO,
            paid_on: None,
            recover_yen: None,
            labels: Vec::new(),
            created_by: by,
            created_at: now,
            updated_by: by,
            updated_at: now,
        })
    }

    /// The claim with what is claimed replaced; for a draft or a returned claim. Values that stay the same keep their seals.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`], or the first refusal of [`ClaimInput::validate`].
    pub fn update(self, input: ClaimInput, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::Update, by, now)?;
        input.validate().first().map_or(Ok(()), |first| Err(first.refusal))?;
        Ok(Self {
            cause: input.cause,
            lines: stored(&claim.lines, input.lines),
            diagnosis: claim.diagnosis.replace(input.diagnosis),
            note: replaced(claim.note.as_ref(), input.note),
            bank_account: replaced(claim.bank_account.as_ref(), input.bank_account),
            ..claim
        })
    }

    /// The claimant's papers are complete; the payout's 30 days begin with this day in Japan (requirements, Time limits).
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`], [`Refusal::StatementEmpty`], [`Refusal::BankAccountMissing`], and
    /// [`Refusal::TreatedInFuture`] where a line speaks of a day after this one.
    pub fn submit(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::Submit, by, now)?;
        let today = day(now);
        if claim.lines.is_empty() {
            return Err(Refusal::StatementEmpty);
        }
        if claim.bank_account.is_none() {
            return Err(Refusal::BankAccountMissing);
        }
        if claim.lines.iter().any(|line| line.last_day() > today) {
            return Err(Refusal::TreatedInFuture);
        }
        Ok(Self {
            // What was claimed in time stays so when papers had to be completed.
            received_on: claim.received_on.or(Some(today)),
            completed_on: Some(today),
            due_on: Some(payout_due_on(today)),
            returned: None,
            ..claim
        })
    }

    /// Back to the claimant, with reasons. The due date is off until the papers are complete again, and the assessment is void,
    /// since what it assessed may change.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`].
    pub fn return_to_claimant(self, reasons: Note<2000>, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::Return, by, now)?;
        Ok(Self {
            returned: Some(Returned { by, at: now, reasons: Personal::new(reasons) }),
            completed_on: None,
            due_on: None,
            extension: None,
            assessment: None,
            assessed_by: None,
            assessed_at: None,
            ..claim
        })
    }

    /// Whether it holds some of the limits, or was paid for: it was approved before it was reopened.
    #[must_use]
    pub fn was_settled(&self) -> bool {
        self.booked.is_some() || self.paid_yen > Yen::ZERO
    }

    /// Taken back by the claimant, before it was ever approved.
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`]; [`Refusal::ClaimAlreadySettled`] where it was approved or paid before it was reopened: what
    /// was booked and paid is settled by a new decision only.
    pub fn withdraw(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::Withdraw, by, now)?;
        if claim.was_settled() {
            return Err(Refusal::ClaimAlreadySettled);
        }
        Ok(Self { due_on: None, ..claim })
    }

    /// A later due date, of which the claimant gets a notice with the items to be found out and the end (requirements, Time limits).
    ///
    /// # Errors
    /// [`Refusal::ClaimStateForbids`]; [`Refusal::ExtensionNotLater`] unless `until` lies after the present due date;
    /// [`Refusal::ExtensionTooLong`] beyond 180 days from completion.
    pub fn extend_due(self, items: Note<2000>, until: NaiveDate, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let claim = self.step(ClaimAction::ExtendDue, by, now)?;
        let (Some(completed_on), Some(due_on)) = (claim.completed_on, claim.due_on) else { return Err(Refusal::ClaimStateForbids) };
        if until <= due_on {
            return Err(Refusal::ExtensionNotLater);
        }
        if until > extension_last_day(completed_on) {
            return Err(Refusal::ExtensionTooLong(usize::try_from(EXTENSION_DAYS_MAXIMUM).unwrap_or(usize::MAX)));
        }
        let extension = DueExtension { by, at: now, items: Personal::new(items), until };
        Ok(Self { extension: Some(extension), due_on: Some(until), ..claim })
    }
}

/// The lines for the store; an item that stands unchanged in its place keeps its seal.
fn stored(before: &[StoredLine], lines: Vec<ReadableLine>) -> Vec<StoredLine> {
    let lines = lines.into_iter().enumerate();
    lines
        .map(|(at, line)| {
            let item = match before.get(at) {
                Some(before) => before.item.replace(line.item.clone()),
                None => Personal::new(line.item.clone()),
            };
            line.with_item(item)
        })
        .collect()
}

fn replaced<T: PartialEq>(before: Option<&Personal<T>>, value: Option<T>) -> Option<Personal<T>> {
    match (before, value) {
        (Some(before), Some(value)) => Some(before.replace(value)),
        (None, Some(value)) => Some(Personal::new(value)),
        (_, None) => None,
    }
}
