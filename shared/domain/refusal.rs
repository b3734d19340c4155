//! Why a rule of the domain says no: each refusal has one stable code, and the edges turn it into words.

/// A refusal by a rule. Its code is part of the API and never changes; see [`Refusal::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// An identifier has another kind's prefix or isn't one.
    IdentifierInvalid,
    /// An amount above the accepted maximum.
    AmountOutOfRange,
    /// A text with nothing in it.
    TextEmpty,
    /// A text with more characters than the number given.
    TextTooLong(usize),
    /// A text with a control character.
    TextControlCharacter,
    /// A coverage rate (補償割合) outside 1 to 100 percent.
    CoverageRateOutOfRange,
    /// A waiting period (待機期間) of more days than the number given.
    WaitingDaysOutOfRange(usize),
    /// A cap a day or a time of 0 yen: a kind of care that pays nothing is left out instead.
    CapZero,
    /// A limit of days or times a policy year of 0 or above the number given.
    LimitPerYearOutOfRange(usize),
    /// A yearly amount (年間限度額) of 0 yen.
    YearlyAmountZero,
    /// A product that covers no kind of care.
    NoCareCovered,
    /// A first contract that starts after the policy that renews it.
    FirstStartAfterStart,
    /// A use that would overrun a limit of the policy year.
    LimitOverrun,
    /// Giving back more than the ledger holds.
    LimitUnderrun,
    /// A statement (診療明細書) without a line.
    StatementEmpty,
    /// A statement with more lines than the number given.
    StatementTooLong(usize),
    /// A line for a stay (入院) without its number of days.
    StayDaysMissing,
    /// A number of days on a line that is no stay.
    StayDaysUnexpected,
    /// A stay of 0 days or of more days than the number given.
    StayDaysOutOfRange(usize),
    /// Lines for stays with more days in all than the number given.
    StayDaysInAllTooMany(usize),
    /// A discharge before the admission.
    StayEndsBeforeStart,
    /// Stays of so many odd lengths that their daily shares have no common fraction: the claim is to be divided.
    StayLengthsTooVaried,
    /// A finding about a line that the statement doesn't have.
    FindingLineUnknown,
    /// Two findings about one line.
    FindingRepeated,
    /// A finding with a reason that the product doesn't exclude.
    FindingNotInProduct,
    /// A finding with a reason that follows from dates and terms alone.
    FindingIsComputed,
    /// A step that the state of the claim doesn't allow.
    ClaimStateForbids,
    /// A claim without the account to pay to.
    BankAccountMissing,
    /// A treatment after the day on which it is claimed.
    TreatedInFuture,
    /// Approving by somebody who assessed the claim (maker-checker).
    ApproverAssessed,
    /// A decision on an amount above the approver's limit.
    ApprovalLimitExceeded,
    /// The policy's limits were used since the assessment: the claim is to be assessed again.
    LimitsChanged,
    /// Approving a claim that pays nothing and has paid nothing: it is to be rejected with its reasons.
    NothingPayable,
    /// Withdrawing a claim that was approved before.
    ClaimAlreadySettled,
    /// A rejection without a reason.
    RejectionReasonsMissing,
    /// An extension that ends no later than the present due date.
    ExtensionNotLater,
    /// An extension to more days after completion than the number given.
    ExtensionTooLong(usize),
    /// Recording a recovery (返還) where none is due.
    NothingToRecover,
    /// A step of a payout on a claim that has none.
    PayoutMissing,
    /// A rule needs a personal value that was loaded without being opened.
    PersonalValueSealed,
    /// A step that the state of the payout doesn't allow.
    PayoutStateForbids,
    /// A payout of 0 yen.
    PayoutAmountZero,
    /// A text that isn't exactly the number of digits given.
    DigitsInvalid(usize),
    /// An account holder (口座名義人) with a character that has no place in a transfer file.
    HolderKanaInvalid,
    /// An account holder that takes more half-width places than the number given.
    HolderKanaTooLong(usize),
    /// A mail address that can't be one.
    MailAddressInvalid,
    /// An account without a role.
    RolesEmpty,
    /// An approver without an approval limit.
    ApprovalLimitMissing,
    /// The session was ended.
    SessionEnded,
    /// The session is over.
    SessionExpired,
    /// A password under 15 characters.
    PasswordTooShort,
    /// A password over 128 characters.
    PasswordTooLong,
    /// The present password is another one.
    PasswordWrong,
    /// The new password is the present one.
    PasswordUnchanged,
    /// The link was used, replaced, or has expired.
    LinkInvalid,
    /// The organization would lose its last administrator.
    LastAdministrator,
    /// Only an account that never set a password can be invited again.
    AccountNotInvited,
    /// A phone number that can't be one.
    PhoneInvalid,
    /// A postal code that isn't seven digits.
    PostalCodeInvalid,
    /// A reading with characters other than kana.
    KanaInvalid,
    /// A colour that isn't #RRGGBB.
    ColourInvalid,
    /// A label of this name exists.
    LabelNameTaken,
    /// More labels than a record or an organization may have.
    TooManyLabels,
    /// A date outside what is accepted.
    DateInvalid,
    /// A period that ends before it starts, or is too long.
    PeriodInvalid,
    /// A time of day that isn't HH:MM.
    TimeOfDayInvalid,
    /// Business hours without a day.
    BusinessDaysEmpty,
    /// Changing the period of a policy in a way that its claims don't allow.
    PolicyHasClaims,
    /// A cursor that isn't one of this list.
    CursorInvalid,
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::IdentifierInvalid => "identifier_invalid",
            Self::AmountOutOfRange => "amount_out_of_range",
            Self::TextEmpty => "text_empty",
            Self::TextTooLong(_) => "text_too_long",
            Self::TextControlCharacter => "text_control_character",
            Self::CoverageRateOutOfRange => "coverage_rate_out_of_range",
            Self::WaitingDaysOutOfRange(_) => "waiting_days_out_of_range",
            Self::CapZero => "cap_zero",
            Self::LimitPerYearOutOfRange(_) => "limit_per_year_out_of_range",
            Self::YearlyAmountZero => "yearly_amount_zero",
            Self::NoCareCovered => "no_care_covered",
            Self::FirstStartAfterStart => "first_start_after_start",
            Self::LimitOverrun => "limit_overrun",
            Self::LimitUnderrun => "limit_underrun",
            Self::StatementEmpty => "statement_empty",
            Self::StatementTooLong(_) => "statement_too_long",
            Self::StayDaysMissing => "stay_days_missing",
            Self::StayDaysUnexpected => "stay_days_unexpected",
            Self::StayDaysOutOfRange(_) => "stay_days_out_of_range",
            Self::StayDaysInAllTooMany(_) => "stay_days_in_all_too_many",
            Self::StayEndsBeforeStart => "stay_ends_before_start",
            Self::StayLengthsTooVaried => "stay_lengths_too_varied",
            Self::FindingLineUnknown => "finding_line_unknown",
            Self::FindingRepeated => "finding_repeated",
            Self::FindingNotInProduct => "finding_not_in_product",
            Self::FindingIsComputed => "finding_is_computed",
            Self::ClaimStateForbids => "claim_state_forbids",
            Self::BankAccountMissing => "bank_account_missing",
            Self::TreatedInFuture => "treated_in_future",
            Self::ApproverAssessed => "approver_assessed",
            Self::ApprovalLimitExceeded => "approval_limit_exceeded",
            Self::LimitsChanged => "limits_changed",
            Self::NothingPayable => "nothing_payable",
            Self::ClaimAlreadySettled => "claim_already_settled",
            Self::RejectionReasonsMissing => "rejection_reasons_missing",
            Self::ExtensionNotLater => "extension_not_later",
            Self::ExtensionTooLong(_) => "extension_too_long",
            Self::NothingToRecover => "nothing_to_recover",
            Self::PayoutMissing => "payout_missing",
            Self::PersonalValueSealed => "personal_value_sealed",
            Self::PayoutStateForbids => "payout_state_forbids",
            Self::PayoutAmountZero => "payout_amount_zero",
            Self::DigitsInvalid(_) => "digits_invalid",
            Self::HolderKanaInvalid => "holder_kana_invalid",
            Self::HolderKanaTooLong(_) => "holder_kana_too_long",
            Self::MailAddressInvalid => "mail_address_invalid",
            Self::RolesEmpty => "roles_empty",
            Self::ApprovalLimitMissing => "approval_limit_missing",
            Self::SessionEnded => "session_ended",
            Self::SessionExpired => "session_expired",
            Self::PasswordTooShort => "password_too_short",
            Self::PasswordTooLong => "password_too_long",
            Self::PasswordWrong => "password_wrong",
            Self::PasswordUnchanged => "password_unchanged",
            Self::LinkInvalid => "link_invalid",
            Self::LastAdministrator => "last_administrator",
            Self::AccountNotInvited => "account_not_invited",
            Self::PhoneInvalid => "phone_invalid",
            Self::PostalCodeInvalid => "postal_code_invalid",
            Self::KanaInvalid => "kana_invalid",
            Self::ColourInvalid => "colour_invalid",
            Self::LabelNameTaken => "label_name_taken",
            Self::TooManyLabels => "too_many_labels",
            Self::DateInvalid => "date_invalid",
            Self::PeriodInvalid => "period_invalid",
            Self::TimeOfDayInvalid => "time_of_day_invalid",
            Self::BusinessDaysEmpty => "business_days_empty",
            Self::PolicyHasClaims => "policy_has_claims",
            Self::CursorInvalid => "cursor_invalid",
        }
    }

    /// The bound that the refusal speaks of, where it speaks of one.
    #[must_use]
    pub const fn bound(self) -> Option<usize> {
        match self {
            Self::TextTooLong(bound)
            | Self::WaitingDaysOutOfRange(bound)
            | Self::LimitPerYearOutOfRange(bound)
            | Self::StatementTooLong(bound)
            | Self::StayDaysOutOfRange(bound)
            | Self::StayDaysInAllTooMany(bound)
            | Self::ExtensionTooLong(bound)
            | Self::DigitsInvalid(bound)
            | Self::HolderKanaTooLong(bound) => Some(bound),
            _ => None,
        }
    }
}

impl std::fmt::Display for Refusal {
    // `code` or `code:bound`: the form in which a refusal passes through serde's errors.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())?;
        self.bound().map_or(Ok(()), |bound| write!(formatter, ":{bound}"))
    }
}

impl std::error::Error for Refusal {}

/// A refusal with the field that it is about, so that several mistakes in one input can be shown at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRefusal {
    /// The field's place in the input, as `care.visit.cap_yen` or `lines[3].stay_days` (counted from 0).
    pub path: String,
    /// Why it is refused.
    pub refusal: Refusal,
}

impl FieldRefusal {
    /// A refusal of the field at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, refusal: Refusal) -> Self {
        Self { path: path.into(), refusal }
    }
}
