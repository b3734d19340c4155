//! The cases of the walk. Each applies to every route: where it can't refuse, it says what happens instead.

use shared::domain::role::{Role, allows};
use shared::endpoint::{Access, Reply as Form};
use shared::input::BODY_BYTES;
use shared::message::has_words;
use tests::Reply;
use tests::support::walk::{Call, Place, SURPRISE, Walk};

/// Who calls, or with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    NoSession,
    ForgedToken,
    UnsignedToken,
    ExpiredToken,
    RemovedAccount,
    RevokedCertificate,
    Member(Role),
    OtherOrganization,
    OwnOrigin,
    ForeignOrigin,
    CrossSite,
    OversizedBody,
    MalformedInput,
    InputOfAnotherShape,
    UnknownField,
    WrongMediaType,
    // The last: all that was refused before has changed nothing, so that the same call still succeeds.
    Succeeds,
}

type Outcome = Result<(), String>;

impl Case {
    /// Every case.
    pub fn all() -> Vec<Self> {
        let first =
            [Self::NoSession, Self::ForgedToken, Self::UnsignedToken, Self::ExpiredToken, Self::RemovedAccount, Self::RevokedCertificate];
        let rest = [
            Self::OtherOrganization,
            Self::OwnOrigin,
            Self::ForeignOrigin,
            Self::CrossSite,
            Self::OversizedBody,
            Self::MalformedInput,
            Self::InputOfAnotherShape,
            Self::UnknownField,
            Self::WrongMediaType,
            Self::Succeeds,
        ];
        first.into_iter().chain(Role::ALL.iter().map(|role| Self::Member(*role))).chain(rest).collect()
    }

    /// Runs the case on a route.
    pub async fn run(self, walk: &Walk<'_>, place: Place, call: &Call) -> Outcome {
        if self == Self::Succeeds {
            return succeeds(walk, place, call).await;
        }
        let reply = self.reply(walk, place, call).await;
        sound(&reply)?;
        if place.spec.access == Access::Operator {
            unreached(&reply)?;
            return crate::operators::refused(self, walk, place, call).await;
        }
        self.judge(walk, place, call, &reply)
    }

    async fn reply(self, walk: &Walk<'_>, place: Place, call: &Call) -> Reply {
        let access = place.spec.access;
        let allowed = || walk.allowed(access);
        let own_origin = walk.cloud.base();
        match self {
            Self::NoSession => call.probe(&walk.cloud.nobody(), place, &[]).await,
            Self::ForgedToken => call.probe(&walk.forged(access), place, &[]).await,
            Self::UnsignedToken => call.probe(&walk.unsigned(access), place, &[]).await,
            Self::ExpiredToken => call.probe(&walk.expired(access), place, &[]).await,
            Self::RemovedAccount => call.probe(&walk.removed(access), place, &[]).await,
            Self::RevokedCertificate => call.probe(&walk.with_revoked_certificate(access), place, &[]).await,
            Self::Member(role) => call.probe(&walk.member(role), place, &[]).await,
            Self::OtherOrganization if is_told_apart(walk, place, call) => call.send(&walk.stranger(access), place).await,
            Self::OtherOrganization => call.probe(&walk.stranger(access), place, &[]).await,
            Self::OwnOrigin => call.probe(&allowed(), place, &[("origin", own_origin.as_str()), ("sec-fetch-site", "same-origin")]).await,
            Self::ForeignOrigin => call.probe(&allowed(), place, &[("origin", "https://evil.example")]).await,
            Self::CrossSite => call.probe(&allowed(), place, &[("sec-fetch-site", "cross-site")]).await,
            Self::OversizedBody => call.raw(&allowed(), place, "application/json", vec![b' '; BODY_BYTES + 1]).await,
            Self::MalformedInput if place.spec.method.takes_body() => call.raw(&allowed(), place, "application/json", b"{\"".into()).await,
            Self::MalformedInput => call.query(&allowed(), place, "%f=").await,
            Self::InputOfAnotherShape if place.spec.method.takes_body() => {
                call.raw(&allowed(), place, "application/json", b"[]".into()).await
            }
            Self::InputOfAnotherShape => call.query(&allowed(), place, &format!("{SURPRISE}=1&{SURPRISE}=2")).await,
            Self::UnknownField => call.probe(&allowed(), place, &[]).await,
            Self::WrongMediaType => call.raw(&allowed(), place, "text/plain", b"{}".into()).await,
            Self::Succeeds => call.send(&call.actor, place).await,
        }
    }

    fn judge(self, walk: &Walk<'_>, place: Place, call: &Call, reply: &Reply) -> Outcome {
        let (access, has_body) = (place.spec.access, place.spec.method.takes_body());
        // A file's address may carry any query: it is the application's own.
        if place.spec.reply == Form::File && !matches!(self, Self::ForeignOrigin | Self::OversizedBody) {
            return one_of(reply, &[place.spec.status]);
        }
        let refused = |status, code| if access == Access::Anyone { reached(reply) } else { is(reply, status, code) };
        match self {
            Self::NoSession => refused(401, "session_missing"),
            Self::ForgedToken | Self::UnsignedToken => refused(401, "session_invalid"),
            Self::ExpiredToken => refused(401, "access_token_expired"),
            Self::RemovedAccount => refused(401, "session_ended"),
            Self::RevokedCertificate => refused(403, "certificate_revoked"),
            Self::Member(role) => match access {
                Access::Role(needed) if !allows(&[role], needed) => is(reply, 403, "role_missing"),
                _ => reached(reply),
            },
            Self::OtherOrganization => others_see_nothing(walk, place, call, reply),
            Self::OwnOrigin | Self::UnknownField => reached(reply),
            Self::ForeignOrigin => is(reply, 403, "origin_foreign"),
            // A link on another page leads to what anyone may read.
            Self::CrossSite if access == Access::Anyone && !place.spec.writes() => reached(reply),
            Self::CrossSite => is(reply, 403, "origin_foreign"),
            Self::OversizedBody => is(reply, 413, "body_too_large"),
            Self::MalformedInput if has_body => is(reply, 400, "body_not_json"),
            Self::MalformedInput => one_of(reply, &[400, 422]),
            Self::InputOfAnotherShape if has_body => is(reply, 400, "body_not_object"),
            Self::InputOfAnotherShape => names(reply, "field_repeated"),
            Self::WrongMediaType if has_body => is(reply, 415, "media_type_unsupported"),
            // Nobody reads the body of a GET.
            Self::WrongMediaType | Self::Succeeds => one_of(reply, &[place.spec.status]),
        }
    }
}

async fn succeeds(walk: &Walk<'_>, place: Place, call: &Call) -> Outcome {
    if place.spec.access == Access::Operator {
        let reply = walk.cloud.invoke(place.spec.name, call.body.clone()).await;
        return if reply["code"].is_null() { Ok(()) } else { Err(reply.to_string()) };
    }
    let reply = call.send(&call.actor, place).await;
    sound(&reply)?;
    one_of(&reply, &[place.spec.status])
}

// Whether a stranger's call says something of our records, in the path or the body; other writes would simply be made in
// the stranger's own organization.
fn is_told_apart(walk: &Walk<'_>, place: Place, call: &Call) -> bool {
    !matches!(place.spec.access, Access::Anyone | Access::Operator)
        && (!place.spec.writes() || place.path.contains('{') || walk.names_ours(&call.body.to_string()))
}

fn others_see_nothing(walk: &Walk<'_>, place: Place, call: &Call, reply: &Reply) -> Outcome {
    if !is_told_apart(walk, place, call) {
        return reached(reply);
    }
    // One record, named by the path or the query.
    if place.path.contains('{') || call.query.contains("record_id=") {
        return is(reply, 404, "not_found");
    }
    if place.spec.writes() {
        return one_of(reply, &[422]);
    }
    one_of(reply, &[place.spec.status])?;
    if walk.names_ours(&reply.text) { Err(format!("shows what belongs to another organization: {}", reply.text)) } else { Ok(()) }
}

/// Past the door and stopped by the parser, which names the field.
fn reached(reply: &Reply) -> Outcome {
    names(reply, "field_unknown")
}

/// Nothing lies where an operator function's name would lead: it is a place of the console, to be read alone.
fn unreached(reply: &Reply) -> Outcome {
    let is_console = reply.status == 200 && reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if is_console { Ok(()) } else { one_of(reply, &[403, 404, 405, 413]) }
}

fn names(reply: &Reply, code: &str) -> Outcome {
    is(reply, 422, "fields_invalid")?;
    let named = reply.fields().contains(&(SURPRISE.to_owned(), code.to_owned()));
    if named { Ok(()) } else { Err(format!("{SURPRISE} is not named: {}", reply.text)) }
}

fn is(reply: &Reply, status: u16, code: &str) -> Outcome {
    if (reply.status, reply.code()) == (status, code) {
        Ok(())
    } else {
        Err(format!("{} instead of {status} {code}: {}", reply.status, reply.text))
    }
}

fn one_of(reply: &Reply, statuses: &[u16]) -> Outcome {
    if statuses.contains(&reply.status) { Ok(()) } else { Err(format!("{} instead of {statuses:?}: {}", reply.status, reply.text)) }
}

/// What holds of every reply: never a fault of ours, errors in the one form, and the headers that browsers need.
fn sound(reply: &Reply) -> Outcome {
    if reply.status >= 500 {
        return Err(format!("a fault: {} {}", reply.status, reply.text));
    }
    let from_gateway = reply.header("x-request-id").is_none();
    if reply.status >= 400 {
        let is_problem = reply.header("content-type") == Some("application/problem+json")
            && reply.json["status"] == reply.status
            && reply.json["request_id"].as_str().is_some_and(|id| !id.is_empty())
            && (from_gateway || has_words(reply.code()));
        if !is_problem {
            return Err(format!("not a problem in the usual form: {}", reply.text));
        }
    }
    let missing: Vec<&str> =
        GUARDS.into_iter().filter(|(name, holds)| !reply.header(name).is_some_and(holds)).map(|(name, _)| name).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("headers are missing or weak: {missing:?} in {:?}", reply.headers)) }
}

type Guard = (&'static str, fn(&str) -> bool);

/// The headers that OWASP ASVS 5.0, V3.4, asks of a reply, of the gateway's own as well.
const GUARDS: [Guard; 8] = [
    ("x-content-type-options", |value| value == "nosniff"),
    // What the console is made of holds nothing of anybody, and is asked for anew.
    ("cache-control", |value| matches!(value, "no-store" | "no-cache")),
    ("referrer-policy", |value| value == "no-referrer"),
    ("cross-origin-opener-policy", |value| value == "same-origin"),
    ("cross-origin-resource-policy", |value| value == "same-origin"),
    ("permissions-policy", |value| value.contains("geolocation=()")),
    ("content-security-policy", |value| {
        let named = ["default-src 'none'", "base-uri 'none'"].map(|directive| value.contains(directive));
        // What our own console may frame has no origin: it reaches nothing of it.
        let is_alone = value.contains("frame-ancestors 'none'") || value.contains("frame-ancestors 'self'; sandbox allow-scripts");
        named == [true; 2] && is_alone && !["unsafe-", "allow-same-origin", "allow-top-"].iter().any(|weak| value.contains(weak))
    }),
    ("strict-transport-security", |value| {
        let seconds = value.strip_prefix("max-age=").and_then(|rest| rest.split(';').next()?.parse::<u64>().ok());
        seconds.is_some_and(|seconds| seconds >= 31_536_000) && value.contains("includeSubDomains")
    }),
];
