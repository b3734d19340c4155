//! What a change writes besides records: what needs no timeline entry, and what goes with one.

/// Writes that have no timeline entry, listed here and nowhere else: none of them is an important operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Technical {
    /// A session's new refresh token.
    SessionRefresh,
    /// The count of failed sign-ins and other proofs; the pause that follows from it has an entry.
    SignInCounter,
    /// A sign-in that waits for its second factor.
    SignInTicket,
    /// The same password hashed at today's cost.
    PasswordRehash,
    /// What enrolling a second factor begins with; the factor itself has an entry.
    Enrolment,
    /// That a pause began, of the same shape for known and unknown addresses; resolving it has an entry.
    PauseNotice,
    /// A request for a reset link, of the same shape for known and unknown addresses; resolving it has an entry.
    ResetRequest,
    /// A mail's attempt, delivery, and the erasure of its body.
    MailDelivery,
    /// That something the mail provider abroad told was heard; what follows from it has an entry.
    MailEventHeard,
    /// What the sweep removes after its time: tokens, sessions, idempotency records.
    Sweep,
    /// The service's own keys.
    ServiceKeys,
    /// What is left to do for a deleted label; each record that it is taken off has an entry.
    LabelSweep,
    /// A seal of the timeline and the log under it: made of entries, so it has none of its own.
    TimelineSeal,
    /// How far the sweep of a contract's end is; each account that it suspends has an entry.
    ContractSweep,
    /// The run of an erasure: what it removes, and how far it is. It stands in the ledger, which outlives the timeline.
    Erasure,
    /// How far sealing anew has come, and the names outside of records that it seals: no hash covers those.
    Reseal,
    /// How a run of a job stands; what it does has entries of its own.
    JobRun,
    /// That every organization was told the reports of an incident; each report has entries of its own.
    IncidentToTell,
    /// That an account has read a notice.
    NoticeRead,
    /// How far the sending of a notice is; each organization that it is sent to has an entry.
    NoticeToSend,
    /// An inquiry of somebody who isn't signed in, and how many came; one of an account has an entry.
    Inquiry,
    /// How a generation of backups, a drill or a restore stands: none is an operation on an organization's records.
    Backup,
}

/// Items that are written only together with a record's entry, in its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Companion {
    /// An account's rights.
    Rights,
    /// An account's password and open link.
    Credential,
    /// The item that finds an account by its mail address.
    MailAddress,
    /// That mail to an account's address is stopped.
    MailSuppression,
    /// An invitation or reset link.
    Link,
    /// A session, opened or ended.
    Session,
    /// The failed sign-ins, counted away by a success.
    SignInCounter,
    /// The known devices of an account.
    Devices,
    /// An account's second factors.
    SecondFactors,
    /// The ticket of a sign-in that showed its second factor.
    SignInTicket,
    /// That a pause of an account's address began.
    PauseNotice,
    /// The count of administrators.
    Administrators,
    /// The request that a reset mail answers.
    ResetRequest,
    /// What admission reads of an organization's demands.
    Security,
    /// An organization's wrapped keys.
    OrganizationKeys,
    /// That a deleted label is still to be taken off its records.
    LabelSweep,
    /// That an organization exists, for jobs.
    Organizations,
    /// That a contract has ended, for admission.
    Contract,
    /// That the accounts of an ended contract are still to be suspended.
    ContractSweep,
    /// That an erasure waits for its time, or for the job.
    Erasure,
    /// That a disclosure is still to be made known.
    Disclosure,
    /// That an organization's records are to be sealed anew.
    Reseal,
    /// What admission looks up of a client certificate.
    CertificatePass,
    /// The file of a client certificate, until it is downloaded.
    CertificateFile,
    /// That an incident affects an organization, for jobs and operators.
    Affected,
    /// That not every affected organization was told all reports of an incident yet.
    IncidentToTell,
    /// That a notice names an organization.
    Addressed,
    /// That not every organization was sent a notice yet.
    NoticeToSend,
    /// That a backup is being restored.
    Restore,
    /// That whoever is given a claim may still work on it.
    Assignee,
}
