#![allow(clippy::unwrap_used, clippy::expect_used)]

use axum::Extension;
use axum::routing::get;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio_rustls::TlsConnector;

use super::*;
use crate::authority::LocalAuthority;
use crate::durable::scratch_directory;
use shared::adapters::system::SystemClock;

struct Door {
    address: SocketAddr,
    close: Option<oneshot::Sender<()>>,
    ended: tokio::task::JoinHandle<()>,
}

impl Door {
    async fn open(transport: Transport) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (close, closed) = oneshot::channel::<()>();
        let ended = tokio::spawn(serve(listener, transport, router(), async { drop(closed.await) }));
        Self { address, close: Some(close), ended }
    }
}

fn router() -> Router {
    let who = |Extension(connection): Extension<ClientConnection>| async move {
        let subject = connection.client_certificate.map_or("nobody".to_owned(), |certificate| certificate.subject);
        format!("{subject} tls={}", connection.tls)
    };
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        "finished"
    };
    Router::new().route("/", get(who)).route("/slow", get(slow))
}

fn identity(authority: &LocalAuthority) -> Identity {
    let (certificates, key) = authority.server().unwrap();
    Identity { certificates, key, client_authorities: authority.root_pem().to_owned() }
}

fn client(
    authority: &LocalAuthority,
    shown: Option<&(String, String)>,
    version: &'static rustls::SupportedProtocolVersion,
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    for root in certificates(authority.root_pem()).unwrap() {
        roots.add(root).unwrap();
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[version]).unwrap();
    let builder = builder.with_root_certificates(roots);
    match shown {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
            builder.with_client_auth_cert(certificates(certificate).unwrap(), key).unwrap()
        }
    }
}

async fn fetch(address: SocketAddr, configuration: ClientConfig, name: &str) -> io::Result<String> {
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = TlsConnector::from(Arc::new(configuration)).connect(name, stream).await?;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await?;
    Ok(reply)
}

#[tokio::test]
async fn a_certificate_is_taken_if_offered() {
    let authority = LocalAuthority::open(scratch_directory("tls-taken")).unwrap();
    let settings = TlsSettings::new(&identity(&authority), ClientCertificates::Taken, Arc::new(SystemClock)).unwrap();
    let door = Door::open(Transport::Tls(settings)).await;
    let clerk = authority.issue_client("clerk@demo.example", "Demo", 30).unwrap();
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        for name in ["localhost", "127.0.0.1", "::1"] {
            let reply = fetch(door.address, client(&authority, None, version), name).await.unwrap();
            assert!(reply.ends_with("nobody tls=true"), "{reply}");
        }
        let reply = fetch(door.address, client(&authority, Some(&clerk), version), "localhost").await.unwrap();
        assert!(reply.ends_with("O=Demo,CN=clerk@demo.example tls=true"), "{reply}");
    }
}

#[tokio::test]
async fn a_certificate_by_an_unknown_authority_ends_the_handshake() {
    let authority = LocalAuthority::open(scratch_directory("tls-known")).unwrap();
    let stranger = LocalAuthority::open(scratch_directory("tls-unknown")).unwrap();
    let forged = stranger.issue_client("clerk@demo.example", "Demo", 30).unwrap();
    for demanded in [ClientCertificates::Taken, ClientCertificates::Demanded] {
        let settings = TlsSettings::new(&identity(&authority), demanded, Arc::new(SystemClock)).unwrap();
        let door = Door::open(Transport::Tls(settings.clone())).await;
        let version = &rustls::version::TLS13;
        fetch(door.address, client(&authority, Some(&forged), version), "localhost").await.unwrap_err();
        // Once the truststore names the other authority too, the same door lets its clients in.
        let mut both = identity(&authority);
        both.client_authorities.push_str(stranger.root_pem());
        settings.replace(&both).unwrap();
        let reply = fetch(door.address, client(&authority, Some(&forged), version), "localhost").await.unwrap();
        assert!(reply.contains("clerk@demo.example"), "{reply}");
    }
}

#[tokio::test]
async fn a_demanded_certificate_must_be_there() {
    let authority = LocalAuthority::open(scratch_directory("tls-demanded")).unwrap();
    let settings = TlsSettings::new(&identity(&authority), ClientCertificates::Demanded, Arc::new(SystemClock)).unwrap();
    let door = Door::open(Transport::Tls(settings)).await;
    let clerk = authority.issue_client("clerk@demo.example", "Demo", 30).unwrap();
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        fetch(door.address, client(&authority, None, version), "localhost").await.unwrap_err();
        let reply = fetch(door.address, client(&authority, Some(&clerk), version), "localhost").await.unwrap();
        assert!(reply.ends_with("O=Demo,CN=clerk@demo.example tls=true"), "{reply}");
    }
}

#[tokio::test]
async fn a_server_certificate_can_not_be_shown_as_a_clients() {
    let authority = LocalAuthority::open(scratch_directory("tls-usage")).unwrap();
    let settings = TlsSettings::new(&identity(&authority), ClientCertificates::Demanded, Arc::new(SystemClock)).unwrap();
    let door = Door::open(Transport::Tls(settings)).await;
    let server = authority.server().unwrap();
    fetch(door.address, client(&authority, Some(&server), &rustls::version::TLS13), "localhost").await.unwrap_err();
}

async fn plain(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

#[tokio::test]
async fn a_closing_door_lets_requests_finish_and_takes_no_more() {
    let mut door = Door::open(Transport::Plain).await;
    assert!(plain(door.address, "/").await.ends_with("nobody tls=false"));
    let address = door.address;
    let running = tokio::spawn(async move { plain(address, "/slow").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    door.close.take().unwrap().send(()).unwrap();
    assert!(running.await.unwrap().ends_with("finished"));
    tokio::time::timeout(Duration::from_secs(2), door.ended).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
