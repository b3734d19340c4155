//! What a client certificate says, in the words that API Gateway's event uses.

use std::fmt::Write as _;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use rustls_pki_types::CertificateDer;
use x509_parser::prelude::{ASN1Time, FromDer, X509Certificate, X509Name};

/// A verified client certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// The certificate, in PEM.
    pub pem: String,
    /// Its subject, such as `O=Demo,CN=Clerk`.
    pub subject: String,
    /// Its issuer.
    pub issuer: String,
    /// Its serial number, in hexadecimal with colons.
    pub serial: String,
    /// From when it holds.
    pub not_before: DateTime<Utc>,
    /// Until when it holds.
    pub not_after: DateTime<Utc>,
}

impl ClientCertificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(der: &CertificateDer<'_>) -> io::Result<Self> {
        let (_, parsed) = X509Certificate::from_der(der).map_err(|_| malformed())?;
        Ok(Self {
            pem: pem(der),
            subject: name(parsed.subject()),
            issuer: name(parsed.issuer()),
            serial: parsed.raw_serial_as_string(),
            not_before: time(parsed.validity().not_before)?,
            not_after: time(parsed.validity().not_after)?,
        })
    }
}

fn malformed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the client certificate can't be read")
}

fn time(time: ASN1Time) -> io::Result<DateTime<Utc>> {
    DateTime::from_timestamp(time.timestamp(), 0).ok_or_else(malformed)
}

/// The parts in the certificate's own order, joined by commas alone.
fn name(name: &X509Name<'_>) -> String {
    name.to_string().replace(", ", ",")
}

fn pem(der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in encoded.as_bytes().chunks(64) {
        // Writing to a string can't fail.
        let _ = writeln!(pem, "{}", String::from_utf8_lossy(line));
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}
