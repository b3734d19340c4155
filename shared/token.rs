//! Access tokens: ES256 (RFC 7518), ten minutes, their signing key wrapped by KMS. Only the session functions may open
//! it; the others read the public keys. Several key identifiers overlap while a key is replaced.

use crate::domain::account::ACCESS_TOKEN_MINUTES;
use crate::domain::id::{AccountId, OrganizationId, SessionId};
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::ports::{Context, Item, Secret};
use crate::world::World;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The account.
    pub sub: AccountId,
    /// The organization.
    pub org: OrganizationId,
    /// The session.
    pub sid: SessionId,
    /// When it was made (seconds since 1970).
    pub iat: i64,
    /// When it ends (seconds since 1970).
    pub exp: i64,
    /// The issuer.
    pub iss: String,
    /// The installation that it is for.
    pub aud: String,
}

/// The issuer that tokens name.
pub const ISSUER: &str = "pet-claims";

/// One signing key as it lies in the keys table.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenKey {
    /// The public point, uncompressed (base64).
    pub public: String,
    /// The private key (PKCS#8), wrapped by KMS (base64).
    pub wrapped: String,
    /// The KMS key.
    pub kms_key: String,
    /// When it was made (seconds since 1970).
    pub made_at: i64,
}

/// The signing keys: the current one and those whose tokens may still be about.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct TokenKeys {
    /// One more with every change.
    pub version: u64,
    /// The identifier of the one that signs.
    pub current: String,
    /// All, by identifier.
    pub keys: BTreeMap<String, TokenKey>,
}

/// When the public keys were read, and the keys by identifier.
type Public = (Option<Timestamp>, BTreeMap<String, Arc<DecodingKey>>);

/// Signing keys at hand in this process.
#[derive(Default)]
pub struct TokenCache {
    public: Mutex<Public>,
    signing: Mutex<Option<(Timestamp, String, Arc<Secret>)>>,
}

/// A new P-256 key pair: its PKCS#8 form and its public point.
///
/// # Errors
/// Where the key can't be made.
pub fn generate() -> Result<(Secret, Vec<u8>)> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::internal)?;
    let document = pair.to_pkcs8v1().map_err(Error::internal)?;
    Ok((Secret::new(document.as_ref().to_vec()), pair.public_key().as_ref().to_vec()))
}

/// The key identifier that a token names, before anything of it is believed.
#[must_use]
pub fn unverified(token: &str) -> Option<(String, Claims)> {
    let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
    let claims = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok())?;
    Some((kid, serde_json::from_slice(&claims).ok()?))
}

fn decoding_key(key: &TokenKey) -> Result<DecodingKey> {
    let point = STANDARD.decode(&key.public).map_err(Error::internal)?;
    // An uncompressed point: 4, then 32 bytes each of x and y (SEC 1, 2.3.3).
    let (x, y) = point.get(1..33).zip(point.get(33..65)).ok_or_else(|| Error::internal("a public key of the wrong length"))?;
    DecodingKey::from_ec_components(&URL_SAFE_NO_PAD.encode(x), &URL_SAFE_NO_PAD.encode(y)).map_err(Error::internal)
}

// For how long a key is kept in memory.
fn is_fresh(since: Timestamp, now: Timestamp) -> bool {
    (chrono::TimeDelta::zero()..chrono::TimeDelta::minutes(5)).contains(&(now - since))
}

impl TokenCache {
    /// Whether the public key of this identifier is at hand, and was read lately enough: a key that was withdrawn is
    /// believed no longer than that.
    pub fn knows(&self, kid: &str, now: Timestamp) -> bool {
        let public = self.public.lock().unwrap_or_else(PoisonError::into_inner);
        public.0.is_some_and(|since| is_fresh(since, now)) && public.1.contains_key(kid)
    }

    /// Takes public keys that were read together with something else.
    ///
    /// # Errors
    /// Where a key can't be read.
    pub fn learn(&self, item: &Item, now: Timestamp) -> Result<()> {
        let keys: TokenKeys = serde_json::from_value(serde_json::Value::Object(item.clone())).map_err(Error::internal)?;
        let mut public = BTreeMap::new();
        for (kid, key) in &keys.keys {
            public.insert(kid.clone(), Arc::new(decoding_key(key)?));
        }
        *self.public.lock().unwrap_or_else(PoisonError::into_inner) = (Some(now), public);
        Ok(())
    }

    /// Checks signature, issuer, installation and lifetime.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`].
    pub fn verify(&self, token: &str, kid: &str, audience: &str, now: Timestamp) -> Result<Claims> {
        let key = self.public.lock().unwrap_or_else(PoisonError::into_inner).1.get(kid).cloned();
        let key = key.ok_or(Error::Unauthenticated("session_invalid"))?;
        let mut validation = Validation::new(Algorithm::ES256);
        // The clock is a port, so the lifetime is checked below rather than by the library's own clock.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[audience]);
        let claims =
            jsonwebtoken::decode::<Claims>(token, &key, &validation).map_err(|_| Error::Unauthenticated("session_invalid"))?.claims;
        if now.timestamp() >= claims.exp { Err(Error::Unauthenticated("access_token_expired")) } else { Ok(claims) }
    }

    /// Signs a token for a session.
    ///
    /// # Errors
    /// Where the signing key can't be opened.
    pub async fn sign(&self, world: &World, account: AccountId, organization: OrganizationId, session: SessionId) -> Result<String> {
        let now = world.clock.now();
        let (kid, secret) = self.signing_key(world, now).await?;
        let lifetime_seconds = ACCESS_TOKEN_MINUTES * 60;
        let (iat, exp) = (now.timestamp(), now.timestamp() + lifetime_seconds);
        let aud = world.settings.application.clone();
        let claims = Claims { sub: account, org: organization, sid: session, iat, exp, iss: ISSUER.into(), aud };
        let header = Header { kid: Some(kid), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ec_der(&secret)).map_err(Error::internal)
    }

    async fn signing_key(&self, world: &World, now: Timestamp) -> Result<(String, Arc<Secret>)> {
        if let Some((since, kid, secret)) = &*self.signing.lock().unwrap_or_else(PoisonError::into_inner)
            && is_fresh(*since, now)
        {
            return Ok((kid.clone(), Arc::clone(secret)));
        }
        let item = world.table.get(&[crate::key::service_key(crate::world::TOKEN_KEYS)]).await?.pop().flatten();
        let item = item.ok_or_else(|| Error::Unavailable("no token key was made yet: service_key_rotate makes it".into(), 5))?;
        let keys: TokenKeys = serde_json::from_value(serde_json::Value::Object(item)).map_err(Error::internal)?;
        let key = keys.keys.get(&keys.current).ok_or_else(|| Error::internal("the current token key is missing"))?;
        let wrapped = STANDARD.decode(&key.wrapped).map_err(Error::internal)?;
        let secret = Arc::new(world.keys.unwrap(&key.kms_key, Context::Service(crate::world::TOKEN_KEYS), &wrapped).await?);
        *self.signing.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, keys.current.clone(), Arc::clone(&secret)));
        Ok((keys.current, secret))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, Unique};

    #[test]
    fn a_token_is_taken_by_its_own_installation_while_it_holds() {
        let now = crate::domain::time::in_japan(chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap());
        let (secret, public) = generate().unwrap();
        let key = TokenKey { public: STANDARD.encode(public), wrapped: String::new(), kms_key: String::new(), made_at: 0 };
        let cache = TokenCache::default();
        *cache.public.lock().unwrap() = (Some(now), [("k1".to_owned(), Arc::new(decoding_key(&key).unwrap()))].into());
        let unique = Unique::new(now, [1; 10]);
        let claims = Claims {
            sub: AccountId::from_unique(unique),
            org: OrganizationId::from_unique(unique),
            sid: SessionId::from_unique(unique),
            iat: now.timestamp(),
            exp: now.timestamp() + 600,
            iss: ISSUER.into(),
            aud: "claims-tokyo".into(),
        };
        let header = Header { kid: Some("k1".into()), ..Header::new(Algorithm::ES256) };
        let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ec_der(&secret)).unwrap();
        let code = |audience: &str, minutes: i64| {
            cache.verify(&token, "k1", audience, now + chrono::TimeDelta::minutes(minutes)).map_err(|error| error.code()).err()
        };
        assert_eq!(code("claims-tokyo", 9), None);
        assert_eq!(code("claims-osaka", 9), Some("session_invalid"));
        assert_eq!(code("claims-tokyo", 10), Some("access_token_expired"));
    }
}
