//! Why a rule of the domain says no: each refusal has one stable code, and the edges turn it into words.

#[macro_use]
mod coded;
mod field;

pub use field::FieldRefusal;

refusals! {
    /// An identifier has another kind's prefix or isn't one.
    IdentifierInvalid "identifier_invalid";
    /// An amount above the accepted maximum.
    AmountOutOfRange "amount_out_of_range";
    /// A text with nothing in it.
    TextEmpty "text_empty";
    /// A text with more characters than the number given.
    TextTooLong(usize) "text_too_long";
    /// A text with a control character.
    TextControlCharacter "text_control_character";
    /// A coverage rate (補償割合) outside 1 to 100 percent.
    CoverageRateOutOfRange "coverage_rate_out_of_range";
    /// A waiting period (待機期間) of more days than the number given.
    WaitingDaysOutOfRange(usize) "waiting_days_out_of_range";
    /// A cap a day or a time of 0 yen: a kind of care that pays nothing is left out instead.
    CapZero "cap_zero";
    /// A limit of days or times a policy year of 0 or above the number given.
    LimitPerYearOutOfRange(usize) "limit_per_year_out_of_range";
    /// A yearly amount (年間限度額) of 0 yen.
    YearlyAmountZero "yearly_amount_zero";
    /// A product that covers no kind of care.
    NoCareCovered "no_care_covered";
    /// A first contract that starts after the policy that renews it.
    FirstStartAfterStart "first_start_after_start";
    /// A use that would overrun a limit of the policy year.
    LimitOverrun "limit_overrun";
    /// Giving back more than the ledger holds.
    LimitUnderrun "limit_underrun";
    /// A statement (診療明細書) without a line.
    StatementEmpty "statement_empty";
    /// A statement with more lines than the number given.
    StatementTooLong(usize) "statement_too_long";
    /// Items of a statement with more text in all than the number of bytes given.
    StatementTextTooLong(usize) "statement_text_too_long";
    /// A line for a stay (入院) without its number of days.
    StayDaysMissing "stay_days_missing";
    /// A number of days on a line that is no stay.
    StayDaysUnexpected "stay_days_unexpected";
    /// A stay of 0 days or of more days than the number given.
    StayDaysOutOfRange(usize) "stay_days_out_of_range";
    /// Lines for stays with more days in all than the number given.
    StayDaysInAllTooMany(usize) "stay_days_in_all_too_many";
    /// A discharge before the admission.
    StayEndsBeforeStart "stay_ends_before_start";
    /// Stays of so many odd lengths that their daily shares have no common fraction: the claim is to be divided.
    StayLengthsTooVaried "stay_lengths_too_varied";
    /// A finding about a line that the statement doesn't have.
    FindingLineUnknown "finding_line_unknown";
    /// Two findings about one line.
    FindingRepeated "finding_repeated";
    /// A finding with a reason that the product doesn't exclude.
    FindingNotInProduct "finding_not_in_product";
    /// A finding with a reason that follows from dates and terms alone.
    FindingIsComputed "finding_is_computed";
    /// A step that the state of the claim doesn't allow.
    ClaimStateForbids "claim_state_forbids";
    /// A claim without the account to pay to.
    BankAccountMissing "bank_account_missing";
    /// A treatment after the day on which it is claimed.
    TreatedInFuture "treated_in_future";
    /// Approving by somebody who assessed the claim (maker-checker).
    ApproverAssessed "approver_assessed";
    /// A decision on an amount above the approver's limit.
    ApprovalLimitExceeded "approval_limit_exceeded";
    /// The policy's limits were used since the assessment: the claim is to be assessed again.
    LimitsChanged "limits_changed";
    /// Approving a claim that pays nothing and has paid nothing: it is to be rejected with its reasons.
    NothingPayable "nothing_payable";
    /// Withdrawing a claim that was approved before.
    ClaimAlreadySettled "claim_already_settled";
    /// A rejection without a reason.
    RejectionReasonsMissing "rejection_reasons_missing";
    /// An extension that ends no later than the present due date.
    ExtensionNotLater "extension_not_later";
    /// An extension to more days after completion than the number given.
    ExtensionTooLong(usize) "extension_too_long";
    /// Recording a recovery (返還) where none is due.
    NothingToRecover "nothing_to_recover";
    /// A step of a payout on a claim that has none.
    PayoutMissing "payout_missing";
    /// A rule needs a personal value that was loaded without being opened.
    PersonalValueSealed "personal_value_sealed";
    /// A step that the state of the payout doesn't allow.
    PayoutStateForbids "payout_state_forbids";
    /// A payout of 0 yen.
    PayoutAmountZero "payout_amount_zero";
    /// A premium of 0 yen or of more than the number given.
    PremiumOutOfRange(usize) "premium_out_of_range";
    /// More months of grace (猶予期間) than the number given.
    GraceMonthsOutOfRange(usize) "grace_months_out_of_range";
    /// A first due day that is past.
    PremiumDuePast "premium_due_past";
    /// A first due day that isn't after the last premium that was made.
    PremiumDueOverlaps "premium_due_overlaps";
    /// A first due day after the end of the policy.
    PremiumDueOutsidePeriod "premium_due_outside_period";
    /// A step that the state of the premium doesn't allow.
    PremiumStateForbids "premium_state_forbids";
    /// A refund of more than what is left of the premium.
    RefundTooLarge "refund_too_large";
    /// A text that can't be a token of the card company.
    CardTokenInvalid "card_token_invalid";
    /// A card that the card company didn't take.
    CardDeclined "card_declined";
    /// A step on a card that is being removed.
    CardRemoving "card_removing";
    /// A plan for a policy that has lapsed (失効).
    PolicyLapsed "policy_lapsed";
    /// A text that isn't exactly the number of digits given.
    DigitsInvalid(usize) "digits_invalid";
    /// An account holder (口座名義人) with a character that has no place in a transfer file.
    HolderKanaInvalid "holder_kana_invalid";
    /// An account holder that takes more half-width places than the number given.
    HolderKanaTooLong(usize) "holder_kana_too_long";
    /// A mail address that can't be one.
    MailAddressInvalid "mail_address_invalid";
    /// An account without a role.
    RolesEmpty "roles_empty";
    /// An approver without an approval limit.
    ApprovalLimitMissing "approval_limit_missing";
    /// The session was ended.
    SessionEnded "session_ended";
    /// The session is over.
    SessionExpired "session_expired";
    /// A password under 15 characters.
    PasswordTooShort "password_too_short";
    /// A password over 128 characters.
    PasswordTooLong "password_too_long";
    /// The present password is another one.
    PasswordWrong "password_wrong";
    /// The new password is the present one.
    PasswordUnchanged "password_unchanged";
    /// The link was used, replaced, or has expired.
    LinkInvalid "link_invalid";
    /// The new password is one of those that are tried first.
    PasswordCommon "password_common";
    /// The new password can be guessed.
    PasswordGuessable "password_guessable";
    /// The new password contains the account's name or mail address, or the service's or organization's name.
    PasswordRepeatsAccount "password_repeats_account";
    /// A one-time code, recovery code or passkey that doesn't hold.
    SecondFactorWrong "second_factor_wrong";
    /// Not exactly one of one-time code, recovery code and passkey.
    SecondFactorOne "second_factor_one";
    /// Not exactly one of password, one-time code and passkey, where an account must show anew that it is itself.
    ConfirmationOne "confirmation_one";
    /// Ending one's own sessions as an administrator, where nothing is asked for.
    SessionOwn "session_own";
    /// Taking away one's own second factors as an administrator.
    SecondFactorOwn "second_factor_own";
    /// Enrolling was begun too long ago, or not at all.
    EnrolmentExpired "enrolment_expired";
    /// The account has an authenticator app already.
    TotpExists "totp_exists";
    /// The account has as many passkeys as it may have.
    TooManyPasskeys(usize) "too_many_passkeys";
    /// The passkey's answer is malformed, or for another site, challenge or key.
    PasskeyInvalid "passkey_invalid";
    /// The authenticator didn't verify who used it.
    PasskeyUserUnverified "passkey_user_unverified";
    /// A kind of key that isn't taken.
    PasskeyAlgorithm "passkey_algorithm";
    /// The passkey's counter fell back: it was copied.
    PasskeyCounter "passkey_counter";
    /// The organization would lose its last administrator.
    LastAdministrator "last_administrator";
    /// Only an account that never set a password can be invited again.
    AccountNotInvited "account_not_invited";
    /// A phone number that can't be one.
    PhoneInvalid "phone_invalid";
    /// A postal code that isn't seven digits.
    PostalCodeInvalid "postal_code_invalid";
    /// A reading with characters other than kana.
    KanaInvalid "kana_invalid";
    /// A colour that isn't #RRGGBB.
    ColourInvalid "colour_invalid";
    /// A label of this name exists.
    LabelNameTaken "label_name_taken";
    /// More labels than a record or an organization may have.
    TooManyLabels "too_many_labels";
    /// A date outside what is accepted.
    DateInvalid "date_invalid";
    /// A period that ends before it starts.
    PeriodInvalid "period_invalid";
    /// A policy of more years than the number given.
    PolicyPeriodTooLong(usize) "policy_period_too_long";
    /// A time of day that isn't HH:MM.
    TimeOfDayInvalid "time_of_day_invalid";
    /// Business hours without a day.
    BusinessDaysEmpty "business_days_empty";
    /// Changing the period of a policy in a way that its claims don't allow.
    PolicyHasClaims "policy_has_claims";
    /// More closed days than the number given.
    ClosedDaysTooMany(usize) "closed_days_too_many";
    /// A contract without contacts, or with more than 20.
    ContactsMissing "contacts_missing";
    /// A contact with the mail address of another.
    ContactRepeated "contact_repeated";
    /// A name that no operator's session can have.
    OperatorInvalid "operator_invalid";
    /// An operation that takes two operators, confirmed by the one who asked for it.
    OperatorsSame "operators_same";
    /// A certificate that is to hold for no day or for more than the number given.
    CertificateDaysOutOfRange(usize) "certificate_days_out_of_range";
    /// A certificate's file that was downloaded before.
    CertificateDownloaded "certificate_downloaded";
    /// A certificate's file that nobody downloaded in time.
    CertificateFileExpired "certificate_file_expired";
    /// No client certificate where the organization demands one.
    CertificateNeeded "certificate_needed";
    /// A client certificate that was never issued.
    CertificateUnknown "certificate_unknown";
    /// A client certificate that was revoked.
    CertificateRevoked "certificate_revoked";
    /// A client certificate that has expired.
    CertificateExpired "certificate_expired";
    /// A client certificate of another organization.
    CertificateForeign "certificate_foreign";
    /// A client certificate of another account, or of none, where it must be the account's own.
    CertificateNotOwn "certificate_not_own";
    /// Demanding certificates without showing one that would be taken.
    CertificatePolicyLocksOut "certificate_policy_locks_out";
    /// Revoking the certificate that one came in with, where the organization demands one.
    CertificateInUse "certificate_in_use";
    /// A cursor that isn't one of this list.
    CursorInvalid "cursor_invalid";
    /// Something else than a provider's secret where one is to be kept.
    ProviderSecretInvalid "provider_secret_invalid";
    /// Giving a consent to mail through a provider abroad that is given.
    MailConsentGiven "mail_consent_given";
    /// Taking back a consent to mail through a provider abroad that isn't given.
    MailConsentMissing "mail_consent_missing";
    /// Ending a contract that has ended.
    ContractEnded "contract_ended";
    /// Erasing an organization whose contract holds.
    ContractHolds "contract_holds";
    /// A step that the state of the erasure doesn't allow.
    ErasureStateForbids "erasure_state_forbids";
    /// Running an erasure before its time.
    ErasureNotDue "erasure_not_due";
    /// Access for 0 minutes, or more than the number given.
    AccessMinutesOutOfRange(usize) "access_minutes_out_of_range";
    /// Reading after the access ended, or under that of another operator.
    AccessEnded "access_ended";
    /// A disclosure without a record, or with more than the number given.
    DisclosureRecordsOutOfRange(usize) "disclosure_records_out_of_range";
    /// A record of a disclosure without a field, or with more than the number given.
    DisclosureFieldsOutOfRange(usize) "disclosure_fields_out_of_range";
    /// A field of a disclosure that isn't a name, such as a wildcard.
    DisclosureFieldInvalid "disclosure_field_invalid";
    /// A disclosure that names a record or a field twice.
    DisclosureRepeated "disclosure_repeated";
    /// A step that the state of the disclosure doesn't allow.
    DisclosureStateForbids "disclosure_state_forbids";
    /// A time that hangs on a national holiday that isn't published yet, or beyond the table of holidays.
    HolidaysUnknown "holidays_unknown";
    /// An incident that is to have happened later than now.
    OccurredInFuture "occurred_in_future";
    /// No affected organization, or more at once than the number given.
    OrganizationsOutOfRange(usize) "organizations_out_of_range";
    /// An organization that is named twice, or is affected already.
    OrganizationRepeated "organization_repeated";
    /// A report of an incident that is closed.
    IncidentClosed "incident_closed";
    /// More reports than the number given.
    IncidentReportsTooMany(usize) "incident_reports_too_many";
    /// A report on a leak that is to have been made before it became known, or later than today.
    FiledOutsidePeriod "filed_outside_period";
    /// A report on a leak of an incident that has none.
    LeakMissing "leak_missing";
    /// A change or maintenance without the time from which it holds.
    EffectiveAtMissing "effective_at_missing";
    /// A notice for no organization, or for more by name than the number given.
    NamedOrganizationsOutOfRange(usize) "named_organizations_out_of_range";
    /// Changing or publishing a notice that was published.
    NoticePublished "notice_published";
    /// Asking what became of a notice that wasn't published.
    NoticeNotPublished "notice_not_published";
    /// Telling a change later than a contract allows.
    NoticeTooLate "notice_too_late";
    /// A notice period (変更の事前通知) of 0 days or of more than the number given.
    NoticeDaysOutOfRange(usize) "notice_days_out_of_range";
}
