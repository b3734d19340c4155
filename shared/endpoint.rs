//! What an endpoint is: one constant that says all about it, one handler that decides. Everything else is derived.

mod job;
mod listener;
mod schedule;

pub use job::{Job, JobRoute, JobSpec};
pub use listener::{Listener, ListenerRoute, ListenerSpec};
pub use schedule::{STROKE_MINUTES, Schedule};

use crate::domain::role::Role;
use crate::{caller::Caller, change::Change, error::Result, view::View};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, pin::Pin};

/// A boxed future, for the tables that hold endpoints of every type.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or does something to a record.
    Post,
    /// Replaces or attaches.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether the input stands in the body; otherwise it stands in the query.
    #[must_use]
    pub const fn takes_body(self) -> bool {
        !matches!(self, Self::Get)
    }
}

/// In which form a reply goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The output as JSON.
    Json,
    /// A page for people: the output's `html` as it is.
    Page,
    /// The change's file: a part of the console.
    File,
    /// A page that the console shows in a frame. It may run scripts of another site and is shut off from the console for that:
    /// its browser takes it for no page of ours.
    Frame,
}

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Anyone,
    /// Every signed-in account, whatever its role.
    SignedIn,
    /// Accounts that hold the role, or one that includes it.
    Role(Role),
    /// The operator, through IAM; there is no public route.
    Operator,
}

/// What a function may touch. It becomes the function's IAM policy, and the [`View`] and the commit refuse the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// Read the data table.
    Read,
    /// Write the data table in transactions.
    Write,
    /// Seal and open personal fields, and search by blind index.
    Personal,
    /// Make and read the cursors of long lists.
    Cursor,
    /// Find accounts by mail address (the service-wide keyed hash).
    MailAddress,
    /// Sign access tokens.
    SignToken,
    /// Send mail.
    SendMail,
    /// Tell whether the mail provider abroad signed what it says of mail.
    HearMail,
    /// Keep the keys of the mail provider abroad.
    KeepMailKeys,
    /// Seal and open mail that is no organization's own.
    ServiceMail,
    /// Make an organization's keys.
    MakeKeys,
    /// Make the service's own keys.
    MakeServiceKeys,
    /// Write and read an organization's documents, and hand out links to them.
    Documents,
    /// Write and read what stays after an organization is erased.
    Records,
    /// Sign seals of the timeline and certificates of erasure.
    SignRecords,
    /// Read the public half of the key that signs them.
    SigningKey,
    /// Remove an organization's wrapped keys, and schedule its KMS key to be deleted.
    EndKeys,
    /// Scan both tables, to prove that nothing is left of an organization.
    ProveErasure,
    /// Make new versions of an organization's data key.
    RotateKeys,
    /// Open the key of the authority that issues client certificates.
    IssueCertificates,
    /// Write the truststore and point the door with client certificates at it.
    PublishTruststore,
    /// Have backups of the tables made.
    TakeBackups,
    /// Delete backups of the tables.
    PruneBackups,
    /// Restore backups into tables of a drill, read these, and drop them.
    DrillBackups,
    /// Restore backups into tables that can be switched to, and mend these.
    RestoreBackups,
    /// Ask the card company, with the shop's account.
    ChargeCards,
}

impl Grant {
    /// Every grant.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::Write,
        Self::Personal,
        Self::Cursor,
        Self::MailAddress,
        Self::SignToken,
        Self::SendMail,
        Self::HearMail,
        Self::KeepMailKeys,
        Self::ServiceMail,
        Self::MakeKeys,
        Self::MakeServiceKeys,
        Self::Documents,
        Self::Records,
        Self::SignRecords,
        Self::SigningKey,
        Self::EndKeys,
        Self::ProveErasure,
        Self::RotateKeys,
        Self::IssueCertificates,
        Self::PublishTruststore,
        Self::TakeBackups,
        Self::PruneBackups,
        Self::DrillBackups,
        Self::RestoreBackups,
        Self::ChargeCards,
    ];
}

/// Everything that is to be known about an endpoint from outside.
#[derive(Debug)]
pub struct Spec {
    /// `noun_verb`: names the directory, the binary, the resource and the operation.
    pub name: &'static str,
    /// What it does, for documents: Japanese, English.
    pub summary: (&'static str, &'static str),
    /// The method.
    pub method: Method,
    /// The paths, with `{id}` for variables; empty for operator functions.
    pub paths: &'static [&'static str],
    /// Who may call.
    pub access: Access,
    /// What it may touch.
    pub grants: &'static [Grant],
    /// The status of a success.
    pub status: u16,
    /// The reply holds a secret: no idempotency record keeps it.
    pub secret_reply: bool,
    /// Open to sessions that still lack the second factor that their organization demands: what enrols one.
    pub before_second_factor: bool,
    /// Open to anyone, and told who calls where a session holds; where none does the caller is nobody.
    pub knows_members: bool,
    /// In which form the reply goes out.
    pub reply: Reply,
    /// A decision that lost to another one is made anew from what is stored then: its caller neither knows what it lost to nor
    /// wants to hear of it.
    pub decides_anew: bool,
    /// A search: a POST that only reads, so that what is searched for, often a person, stands in no URL (OWASP ASVS 5.0, 14.2.1).
    pub searches: bool,
    /// The path names one record without a variable: `If-Match` speaks of that one.
    pub names_one_record: bool,
    /// A body with anything that looks like a card number is refused before it is read.
    pub refuses_card_numbers: bool,
    /// Lambda memory; CPU grows with it.
    pub memory_megabytes: u16,
}

impl Spec {
    /// What most endpoints have: `Spec { name, …, ..Spec::USUAL }`.
    pub const USUAL: Self = Self {
        name: "",
        summary: ("", ""),
        method: Method::Get,
        paths: &[],
        access: Access::Operator,
        grants: &[],
        status: 200,
        secret_reply: false,
        before_second_factor: false,
        knows_members: false,
        reply: Reply::Json,
        decides_anew: false,
        searches: false,
        names_one_record: false,
        refuses_card_numbers: false,
        memory_megabytes: 256,
    };

    /// Whether it may change something.
    #[must_use]
    pub const fn writes(&self) -> bool {
        self.method.takes_body() && !self.searches
    }

    /// Whether an `Idempotency-Key` is taken: by signed-in writes whose reply holds no secret.
    #[must_use]
    pub fn takes_idempotency_key(&self) -> bool {
        self.writes() && !self.secret_reply && matches!(self.access, Access::SignedIn | Access::Role(_)) && self.has(Grant::Personal)
    }

    /// Whether the function was granted this.
    #[must_use]
    pub const fn has(&self, grant: Grant) -> bool {
        has(self.grants, grant)
    }
}

/// An endpoint: the pipeline admits the caller, parses the input, calls `handle`, and commits what it returns.
pub trait Endpoint: Send + Sync + 'static {
    /// Everything about it.
    const SPEC: Spec;
    /// Path variables, query parameters and the members of the JSON body, in one struct that denies unknown fields.
    type Input: DeserializeOwned + JsonSchema + Send;
    /// The reply's body.
    type Output: Serialize + JsonSchema + Send + Sync;

    /// Decides. It can read through the view but not write: the change it returns is committed by the pipeline.
    fn handle(caller: &Caller, input: Self::Input, view: &View<'_>) -> impl Future<Output = Result<Change<Self::Output>>> + Send;
}

/// An endpoint without its types, as ROUTES holds it.
pub struct Route {
    /// Everything about it.
    pub spec: &'static Spec,
    /// Serves one request.
    pub call: for<'a> fn(&'a crate::world::World, crate::pipeline::Incoming) -> BoxFuture<'a, crate::pipeline::Outgoing>,
    /// The JSON schemas of input and output.
    pub schemas: fn(&mut SchemaGenerator) -> (Schema, Schema),
}

impl Route {
    /// The route of an endpoint.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            spec: &E::SPEC,
            call: |world, incoming| Box::pin(crate::pipeline::serve::<E>(world, incoming)),
            schemas: |generator| (generator.subschema_for::<E::Input>(), generator.subschema_for::<E::Output>()),
        }
    }
}

// In a const context, so that a binary leaves out what its function was not granted.
pub(crate) const fn has(grants: &[Grant], wanted: Grant) -> bool {
    let mut place = 0;
    while place < grants.len() {
        if grants[place] as u8 == wanted as u8 {
            return true;
        }
        place += 1;
    }
    false
}
