//! Admission: certificate and session become a [`Caller`], in one strongly consistent round trip.

use crate::caller::{Caller, Language, Member, Tenant};
use crate::domain::account::{AccountState, Rights, Session};
use crate::domain::certificate::{self, CertificatePass, Shown};
use crate::domain::id::{AccountId, RequestId};
use crate::domain::role::allows;
use crate::domain::security::{SecondFactorPolicy, Security};
use crate::domain::time::Timestamp;
use crate::domain::timeline::Actor;
use crate::endpoint::{Access, Grant, Spec};
use crate::error::{Error, Result};
use crate::idempotency::Attempt;
use crate::key::{self, Purpose};
use crate::operator_proof::{self, Proven};
use crate::pipeline::Incoming;
use crate::ports::{Context, Item, Operation};
use crate::token;
use crate::view::View;
use crate::world::TOKEN_KEYS;
use serde_json::Value;

/// The cookie with the access token. The prefix makes browsers insist on Secure, no Domain, and the root path.
pub const ACCESS_COOKIE: &str = "__Host-access";
/// The cookie with the refresh token.
pub const REFRESH_COOKIE: &str = "__Host-refresh";

const AGENT_CHARACTERS: usize = 200;
/// The cookie with the tokens of known devices.
pub const DEVICE_COOKIE: &str = "__Host-device";

/// What admission gives.
pub struct Admitted {
    /// The caller.
    pub caller: Caller,
    /// The idempotency record of this attempt, where one is kept.
    pub idempotency: Option<Item>,
    /// That the operator's proof is used, to be written with the call.
    pub proof: Option<Operation>,
}

/// Admits a request, or says why not.
///
/// # Errors
/// [`Error::Unauthenticated`], [`Error::Forbidden`], or where the store is away.
pub async fn admit(
    view: &View<'_>,
    spec: &Spec,
    incoming: &Incoming,
    language: Language,
    request: RequestId,
    attempt: Option<&Attempt>,
) -> Result<Admitted> {
    if spec.access != Access::Operator {
        check_origin(spec, incoming)?;
    }
    let mut caller = Caller {
        member: None,
        operator: None,
        actor: Actor::Anonymous,
        request,
        address: incoming.address.clone(),
        certificate: incoming.certificate.clone(),
        refresh: incoming.cookie(REFRESH_COOKIE).map(str::to_owned),
        device: incoming.cookie(DEVICE_COOKIE).map(str::to_owned),
        agent: agent(incoming),
        language,
    };
    match spec.access {
        Access::Anyone if spec.knows_members => {
            caller.member = known(view, spec, incoming).await?;
            caller.actor = caller.member.as_ref().map_or(Actor::Anonymous, |member| Actor::Account { id: member.account });
            Ok(Admitted { caller, idempotency: None, proof: None })
        }
        Access::Anyone => Ok(Admitted { caller, idempotency: None, proof: None }),
        Access::Operator => {
            let Proven { operator, used } = operator_proof::check(view, spec, incoming.payload.as_ref()).await?;
            caller.actor = Actor::Operator { name: operator.to_string() };
            caller.operator = Some(operator);
            Ok(Admitted { caller, idempotency: None, proof: Some(used) })
        }
        Access::SignedIn | Access::Role(_) => {
            let (member, idempotency) = member(view, spec, incoming, attempt).await?;
            caller.actor = Actor::Account { id: member.account };
            caller.member = Some(member);
            Ok(Admitted { caller, idempotency, proof: None })
        }
    }
}

// Whose session holds; a session that doesn't is none, so that nobody is turned away for it.
async fn known(view: &View<'_>, spec: &Spec, incoming: &Incoming) -> Result<Option<Member>> {
    match member(view, spec, incoming, None).await {
        Ok((member, _)) => Ok(Some(member)),
        Err(Error::Unauthenticated(_) | Error::Forbidden(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

// A page of another site may make a browser send our cookies: what comes from elsewhere is refused. Scripts send
// neither header and pass; they have no cookies that they weren't given.
fn check_origin(spec: &Spec, incoming: &Incoming) -> Result<()> {
    let refused = Err(Error::Forbidden("origin_foreign"));
    if let Some(site) = incoming.header("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
        && (spec.writes() || spec.access != Access::Anyone)
    {
        return refused;
    }
    let Some(origin) = incoming.header("origin") else { return Ok(()) };
    let host = origin.split_once("://").map(|(_, host)| host);
    if host.is_some() && host == incoming.header("host") { Ok(()) } else { refused }
}

// What the client calls itself, as far as it can be shown in a list.
fn agent(incoming: &Incoming) -> String {
    incoming.header("user-agent").unwrap_or_default().chars().filter(|character| !character.is_control()).take(AGENT_CHARACTERS).collect()
}

// Where the organization demands a second factor, a session without one may do no more than enrol it (WP13).
fn check_second_factor(spec: &Spec, session: &Session, security: Option<Security>) -> Result<()> {
    let demanded = security.unwrap_or_default().second_factor == SecondFactorPolicy::Required;
    if demanded && !session.second_factor && !spec.before_second_factor { Err(Error::Forbidden("second_factor_needed")) } else { Ok(()) }
}

async fn member(view: &View<'_>, spec: &Spec, incoming: &Incoming, attempt: Option<&Attempt>) -> Result<(Member, Option<Item>)> {
    view.require(Grant::Read)?;
    let token = incoming.cookie(ACCESS_COOKIE).ok_or(Error::Unauthenticated("session_missing"))?;
    let (kid, claims) = token::unverified(token).ok_or(Error::Unauthenticated("session_invalid"))?;
    let (world, now) = (view.world, view.now());

    // Everything in one round trip, before the token is believed: the keys read belong to whoever the token names, and
    // nothing of them is used unless its signature holds.
    let tenant = Tenant::admitted(claims.org);
    let mut keys = vec![key::session(tenant, claims.sid), key::rights(tenant, claims.sub), key::contract(tenant)];
    let idempotency = attempt.map(|attempt| attempt.key(tenant, claims.sub));
    let idempotency_place = idempotency.map(|key| push(&mut keys, key));
    let security_place = push(&mut keys, key::security(tenant));
    let shown = incoming.certificate.as_deref();
    let certificate_place = shown.map(|fingerprint| push(&mut keys, key::service_certificate(fingerprint)));
    let token_keys = (!world.tokens.knows(&kid, now)).then(|| push(&mut keys, key::service_key(TOKEN_KEYS)));
    let data_context = Context::Organization(claims.org, Purpose::Data);
    let wants_data_key = spec.has(Grant::Personal) && !world.keyring.knows(data_context, now);
    let data_key = wants_data_key.then(|| push(&mut keys, crate::keyring::place(data_context)));

    let mut items = world.table.get(&keys).await?;
    let mut take = |place: usize| items.get_mut(place).and_then(Option::take);
    if let Some(item) = token_keys.and_then(&mut take) {
        world.tokens.learn(&item, now)?;
    }
    let claims = world.tokens.verify(token, &kid, &world.settings.application, now)?;
    if let Some(item) = data_key.and_then(&mut take) {
        world.keyring.learn(data_context, &item, now);
    }
    let session: Session = read(take(0))?;
    let rights: Rights = read(take(1))?;
    // At once, even before the sweep has been at this account's rights.
    if take(2).is_some() {
        return Err(Error::Unauthenticated("session_ended"));
    }
    if rights.state != AccountState::Active || session.account != claims.sub {
        return Err(Error::Unauthenticated("session_ended"));
    }
    session.check(&rights, now).map_err(|refusal| Error::Unauthenticated(refusal.code()))?;
    let security: Option<Security> = take(security_place).map(|item| read(Some(item))).transpose()?;
    let pass = certificate_place.and_then(&mut take).map(|item| read(Some(item))).transpose()?;
    check_certificate(shown, security, pass.as_ref(), tenant, claims.sub, now)?;
    check_second_factor(spec, &session, security)?;
    if let Access::Role(role) = spec.access
        && !allows(&rights.roles, role)
    {
        return Err(Error::Forbidden("role_missing"));
    }
    let member = Member {
        tenant,
        account: claims.sub,
        session: claims.sid,
        epoch: rights.epoch,
        roles: rights.roles,
        approval_limit: rights.approval_limit_yen,
        name: rights.name,
    };
    Ok((member, idempotency_place.and_then(take)))
}

/// Whether an account may come in with the certificate that its connection showed, or without one.
///
/// # Errors
/// [`Error::Forbidden`] with the one reason.
pub fn check_certificate(
    shown: Option<&str>,
    security: Option<Security>,
    pass: Option<&CertificatePass>,
    tenant: Tenant,
    account: AccountId,
    now: Timestamp,
) -> Result<()> {
    let shown = match (shown, pass) {
        (None, _) => Shown::Nothing,
        (Some(_), None) => Shown::Unknown,
        (Some(_), Some(pass)) => Shown::Known(pass),
    };
    let policy = security.unwrap_or_default().certificates;
    certificate::admit(policy, shown, tenant.id(), account, now).map_err(|refusal| Error::Forbidden(refusal.code()))
}

fn push(keys: &mut Vec<key::Key>, key: key::Key) -> usize {
    keys.push(key);
    keys.len() - 1
}

fn read<T: serde::de::DeserializeOwned>(item: Option<Item>) -> Result<T> {
    let item = item.ok_or(Error::Unauthenticated("session_ended"))?;
    serde_json::from_value(Value::Object(item)).map_err(Error::internal)
}
