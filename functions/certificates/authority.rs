//! X.509 (RFC 5280): the authority's own certificate, and those that it issues. P-256 throughout.

use chrono::TimeDelta;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, SerialNumber, date_time_ymd,
};
use shared::authority::AUTHORITY_DAYS;
use shared::domain::certificate::BACKDATED_MINUTES;
use shared::domain::id::{CertificateId, OrganizationId};
use shared::domain::time::Timestamp;
use shared::domain::timeline::hexadecimal;
use shared::error::{Error, Result};
use shared::ports::Secret;
use std::time::Duration;

/// The organization that authorities name as theirs.
const OPERATOR: &str = "Pet insurance back office";
/// The most characters of an organization's name (RFC 5280, ub-organization-name).
const NAME_CHARACTERS: usize = 64;

/// Whom a certificate is for, and how long. Nothing personal stands in it: whoever connects shows it in the clear (TLS 1.2).
pub struct Subject<'a> {
    /// 名称 of the organization.
    pub organization_name: &'a str,
    /// The organization.
    pub organization: OrganizationId,
    /// The certificate's record.
    pub certificate: CertificateId,
    /// From when it holds.
    pub begins_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// A certificate with its key.
pub struct Issued {
    /// The certificate in DER.
    pub certificate: Vec<u8>,
    /// Its private key (PKCS#8).
    pub key: Secret,
    /// Its serial number, hexadecimal.
    pub serial: String,
}

/// A new authority: its private key (PKCS#8) and its certificate in DER.
///
/// # Errors
/// Where the key can't be made.
pub fn make(name: &str, now: Timestamp) -> Result<(Secret, Vec<u8>)> {
    let mut params = authority_params(name)?;
    hold(&mut params, now - TimeDelta::minutes(BACKDATED_MINUTES), now + TimeDelta::days(AUTHORITY_DAYS))?;
    let key = new_key()?;
    let certificate = params.self_signed(&key).map_err(Error::internal)?;
    Ok((Secret::new(key.serialize_der()), certificate.der().to_vec()))
}

/// Issues a certificate for a client, with a serial number of 128 random bits.
///
/// # Errors
/// Where the authority's key can't be read.
pub fn issue(authority_name: &str, secret: &Secret, subject: &Subject<'_>, random: [u8; 16]) -> Result<Issued> {
    let issuer = Issuer::new(authority_params(authority_name)?, KeyPair::try_from(secret.as_slice()).map_err(Error::internal)?);
    // The leading 1 keeps the number positive and its length the same.
    let serial = [&[1], random.as_slice()].concat();
    let mut params = empty_params()?;
    let name: String = subject.organization_name.chars().take(NAME_CHARACTERS).collect();
    params.distinguished_name.push(DnType::OrganizationName, name);
    params.distinguished_name.push(DnType::OrganizationalUnitName, subject.organization.to_string());
    params.distinguished_name.push(DnType::CommonName, subject.certificate.to_string());
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    hold(&mut params, subject.begins_at, subject.expires_at)?;
    let key = new_key()?;
    let certificate = params.signed_by(&key, &issuer).map_err(Error::internal)?;
    Ok(Issued { certificate: certificate.der().to_vec(), key: Secret::new(key.serialize_der()), serial: hexadecimal(&serial) })
}

fn authority_params(name: &str) -> Result<CertificateParams> {
    let mut params = empty_params()?;
    params.distinguished_name.push(DnType::OrganizationName, OPERATOR);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    Ok(params)
}

fn empty_params() -> Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).map_err(Error::internal)?;
    params.distinguished_name = DistinguishedName::new();
    Ok(params)
}

fn new_key() -> Result<KeyPair> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(Error::internal)
}

fn hold(params: &mut CertificateParams, from: Timestamp, until: Timestamp) -> Result<()> {
    let since_1970 = |time: Timestamp| u64::try_from(time.timestamp()).map(Duration::from_secs).map_err(Error::internal);
    let beginning = date_time_ymd(1970, 1, 1);
    (params.not_before, params.not_after) = (beginning + since_1970(from)?, beginning + since_1970(until)?);
    Ok(())
}
