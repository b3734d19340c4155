//! The local certificate authority: the server's certificate. Client certificates come from the product's own.
//!
//! Its root is made on each machine, stays there, and may only vouch for loopback names, so that trusting it in a browser
//! opens no other door.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints, PKCS_ECDSA_P256_SHA256, SanType, date_time_ymd,
};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::durable::{self, OWNER_ONLY, WORLD_READABLE};

const ROOT_DAYS: i64 = 3650;

/// Browsers refuse server certificates that hold longer than 398 days, even those of a private authority.
const SERVER_DAYS: i64 = 397;

const RENEWED_BEFORE: TimeDelta = TimeDelta::days(30);

/// An authority and the directory it lives in.
pub struct LocalAuthority {
    directory: PathBuf,
    root_pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl LocalAuthority {
    /// Opens the authority in a directory, making it on the first start.
    ///
    /// # Errors
    /// When the directory can't be used, or holds half an authority.
    pub fn open(directory: impl AsRef<Path>) -> io::Result<Self> {
        let directory = directory.as_ref().to_path_buf();
        durable::private_directory(&directory)?;
        // The certificate is written last: with it, the key is there too.
        if !directory.join("root.pem").exists() {
            make_root(&directory)?;
        }
        let root_pem = fs::read_to_string(directory.join("root.pem"))?;
        let key = KeyPair::from_pem(&fs::read_to_string(directory.join("root.key"))?).map_err(io::Error::other)?;
        let issuer = Issuer::from_ca_cert_pem(&root_pem, key).map_err(io::Error::other)?;
        Ok(Self { directory, root_pem, issuer })
    }

    /// The root certificate, to be trusted by browsers.
    #[must_use]
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// Where the root certificate lies, to be shown to whoever wants to trust it.
    #[must_use]
    pub fn root_path(&self) -> PathBuf {
        self.directory.join("root.pem")
    }

    /// The server's certificate and key in PEM, for `localhost`, `127.0.0.1` and `::1`; renewed in its last 30 days.
    ///
    /// # Errors
    /// When a file can't be read or written.
    pub fn server(&self) -> io::Result<(String, String)> {
        self.server_at(Utc::now())
    }

    fn server_at(&self, now: DateTime<Utc>) -> io::Result<(String, String)> {
        let (certificate, key) = (self.directory.join("server.pem"), self.directory.join("server.key"));
        if let (Ok(certificate), Ok(key)) = (fs::read_to_string(&certificate), fs::read_to_string(&key))
            && expiry(&certificate).is_some_and(|expiry| expiry - RENEWED_BEFORE > now)
            && belong_together(&certificate, &key)
        {
            return Ok((certificate, key));
        }
        let (certificate_pem, key_pem) = self.issue(&server_params(now)?)?;
        durable::replace(&key, key_pem.as_bytes(), OWNER_ONLY)?;
        durable::replace(&certificate, certificate_pem.as_bytes(), WORLD_READABLE)?;
        Ok((certificate_pem, key_pem))
    }

    fn issue(&self, params: &CertificateParams) -> io::Result<(String, String)> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(io::Error::other)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(io::Error::other)?;
        Ok((certificate.pem(), key.serialize_pem()))
    }
}

#[cfg(test)]
impl LocalAuthority {
    // A client of doors that trust this authority.
    pub(crate) fn issue_client(&self, common_name: &str, organization: &str, days: u16) -> io::Result<(String, String)> {
        let mut params = params(common_name, organization, Utc::now(), i64::from(days))?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(&params)
    }
}

impl std::fmt::Debug for LocalAuthority {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("LocalAuthority").field("directory", &self.directory).finish_non_exhaustive()
    }
}

fn make_root(directory: &Path) -> io::Result<()> {
    let mut params = params("Local Authority", "Local development only", Utc::now(), ROOT_DAYS)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
    let loopback = [
        GeneralSubtree::DnsName("localhost".to_owned()),
        GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8)),
        GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(Ipv6Addr::LOCALHOST.octets(), 128)),
    ];
    params.name_constraints = Some(NameConstraints { permitted_subtrees: loopback.into(), excluded_subtrees: Vec::new() });
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(io::Error::other)?;
    let certificate = params.self_signed(&key).map_err(io::Error::other)?;
    durable::replace(&directory.join("root.key"), key.serialize_pem().as_bytes(), OWNER_ONLY)?;
    durable::replace(&directory.join("root.pem"), certificate.pem().as_bytes(), WORLD_READABLE)
}

fn server_params(now: DateTime<Utc>) -> io::Result<CertificateParams> {
    let mut params = params("localhost", "Local development only", now, SERVER_DAYS)?;
    params.subject_alt_names = vec![
        SanType::DnsName("localhost".try_into().map_err(io::Error::other)?),
        SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        SanType::IpAddress(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    ];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

/// What all certificates have: a name, and days from yesterday, so that a client whose clock is behind takes them too.
fn params(common_name: &str, organization: &str, now: DateTime<Utc>, days: i64) -> io::Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.use_authority_key_identifier_extension = true;
    let ((year, month, day), (last_year, last_month, last_day)) = (date(now, -1)?, date(now, days)?);
    (params.not_before, params.not_after) = (date_time_ymd(year, month, day), date_time_ymd(last_year, last_month, last_day));
    Ok(params)
}

/// rcgen counts in days, which is as fine as a certificate needs.
fn date(now: DateTime<Utc>, days: i64) -> io::Result<(i32, u8, u8)> {
    let day = now + TimeDelta::days(days);
    let small = |number: u32| u8::try_from(number).map_err(io::Error::other);
    Ok((day.year(), small(day.month())?, small(day.day())?))
}

fn expiry(pem: &str) -> Option<DateTime<Utc>> {
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    let (_, certificate) = X509Certificate::from_der(&der).ok()?;
    DateTime::from_timestamp(certificate.validity().not_after.timestamp(), 0)
}

/// A crash between the two files leaves a new key with an old certificate.
fn belong_together(certificate: &str, key: &str) -> bool {
    let Ok(der) = CertificateDer::from_pem_slice(certificate.as_bytes()) else { return false };
    let Ok((_, parsed)) = X509Certificate::from_der(&der) else { return false };
    KeyPair::from_pem(key).is_ok_and(|key| key.public_key_raw() == parsed.public_key().subject_public_key.as_ref())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::durable::scratch_directory;

    #[test]
    fn an_authority_and_its_server_certificate_survive_a_restart() {
        let directory = scratch_directory("authority");
        let first = LocalAuthority::open(&directory).unwrap();
        let server = first.server().unwrap();
        let second = LocalAuthority::open(&directory).unwrap();
        assert_eq!(first.root_pem(), second.root_pem());
        assert_eq!(second.server().unwrap(), server);
        for name in ["root.key", "server.key"] {
            assert_eq!(fs::metadata(directory.join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn a_server_certificate_is_renewed_in_its_last_thirty_days() {
        let authority = LocalAuthority::open(scratch_directory("authority-renewal")).unwrap();
        let (certificate, _) = authority.server().unwrap();
        let end = expiry(&certificate).unwrap();
        assert_eq!(authority.server_at(end - TimeDelta::days(31)).unwrap().0, certificate);
        let (renewed, _) = authority.server_at(end - TimeDelta::days(29)).unwrap();
        assert!(expiry(&renewed).unwrap() > end);
    }

    #[test]
    fn a_key_without_its_certificate_is_replaced() {
        let directory = scratch_directory("authority-crash");
        let authority = LocalAuthority::open(&directory).unwrap();
        let (certificate, _) = authority.server().unwrap();
        fs::write(directory.join("server.key"), KeyPair::generate().unwrap().serialize_pem()).unwrap();
        let (renewed, key) = authority.server().unwrap();
        assert_ne!(renewed, certificate);
        assert!(belong_together(&renewed, &key));
    }

    #[test]
    fn a_client_certificate_says_who_it_is_for() {
        let authority = LocalAuthority::open(scratch_directory("authority-client")).unwrap();
        let (pem, key) = authority.issue_client("administrator@demo.example", "デモ動物病院", 90).unwrap();
        assert!(belong_together(&pem, &key));
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let read = crate::tls::ClientCertificate::read(&der).unwrap();
        assert_eq!(read.subject, "O=デモ動物病院,CN=administrator@demo.example");
        assert_eq!(read.issuer, "O=Local development only,CN=Local Authority");
        assert!((89..=91).contains(&(read.not_after - Utc::now()).num_days()));
        assert!(read.serial.contains(':'));
    }
}
