//! The doors: plain HTTP, HTTPS that takes a client certificate, and HTTPS that demands one.
//!
//! Each request carries a [`ClientConnection`], from which the gateway fills the event as API Gateway does.

mod certificate;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use rustls::server::WebPkiClientVerifier;
use rustls::time_provider::TimeProvider;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use shared::ports::Clock;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

pub use certificate::ClientCertificate;

const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may take over a request's head; also how long an idle connection stays open.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// How long requests may still run once the program is told to stop.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Connections at once on one door; the next ones wait in the listener's queue.
const MOST_CONNECTIONS: usize = 1024;

/// Who is at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientConnection {
    /// The client's address.
    pub remote: SocketAddr,
    /// The certificate it showed, which the door has verified.
    pub client_certificate: Option<ClientCertificate>,
    /// Whether the connection is encrypted.
    pub tls: bool,
}

/// Whether a door demands a client certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientCertificates {
    /// One is taken if offered; one by an unknown authority ends the handshake.
    Taken,
    /// Without one there is no handshake.
    Demanded,
}

/// What a door shows and whom it trusts, in PEM.
#[derive(Clone)]
pub struct Identity {
    /// The server's certificate, followed by its issuers.
    pub certificates: String,
    /// The server's private key.
    pub key: String,
    /// The authorities whose client certificates are believed: API Gateway's truststore.
    pub client_authorities: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Identity").field("certificates", &self.certificates).finish_non_exhaustive()
    }
}

/// A TLS configuration that can be replaced while doors are open, when the truststore or the certificate changes.
#[derive(Clone)]
pub struct TlsSettings {
    current: Arc<RwLock<Arc<ServerConfig>>>,
    clock: Arc<dyn Clock>,
    client_certificates: ClientCertificates,
}

impl TlsSettings {
    /// Settings for TLS 1.2 and 1.3 with HTTP/1.1. Client certificates are judged by this clock.
    ///
    /// # Errors
    /// When the PEM can't be read, or key and certificate don't belong together.
    pub fn new(identity: &Identity, client_certificates: ClientCertificates, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let configuration = server_config(identity, client_certificates, &clock)?;
        Ok(Self { current: Arc::new(RwLock::new(Arc::new(configuration))), clock, client_certificates })
    }

    /// Takes a new identity for connections from now on.
    ///
    /// # Errors
    /// As [`TlsSettings::new`]; the old identity then stays.
    pub fn replace(&self, identity: &Identity) -> io::Result<()> {
        let configuration = Arc::new(server_config(identity, self.client_certificates, &self.clock)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = configuration;
        Ok(())
    }

    fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn server_config(identity: &Identity, client_certificates: ClientCertificates, clock: &Arc<dyn Clock>) -> io::Result<ServerConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    for root in certificates(&identity.client_authorities)? {
        roots.add(root).map_err(io::Error::other)?;
    }
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let verifier = match client_certificates {
        ClientCertificates::Taken => verifier.allow_unauthenticated(),
        ClientCertificates::Demanded => verifier,
    };
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).map_err(io::Error::other)?;
    let mut configuration = ServerConfig::builder_with_details(provider, Arc::new(DoorTime(Arc::clone(clock))))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(io::Error::other)?
        .with_client_cert_verifier(verifier.build().map_err(io::Error::other)?)
        .with_single_cert(certificates(&identity.certificates)?, key)
        .map_err(io::Error::other)?;
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(configuration)
}

/// The time of the cloud's clock.
struct DoorTime(Arc<dyn Clock>);

impl std::fmt::Debug for DoorTime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DoorTime")
    }
}

impl TimeProvider for DoorTime {
    fn current_time(&self) -> Option<UnixTime> {
        u64::try_from(self.0.now().timestamp()).ok().map(|seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

fn certificates(pem: &str) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().map_err(io::Error::other)
}

/// How a door speaks.
#[derive(Clone)]
pub enum Transport {
    /// HTTP.
    Plain,
    /// HTTPS.
    Tls(TlsSettings),
}

/// Serves a router until `shutdown` completes, then lets the requests under way finish.
pub async fn serve(listener: TcpListener, transport: Transport, router: Router, shutdown: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            // The semaphore is never closed, so a permit always comes.
            let permit = room.clone().acquire_owned().await.ok();
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, remote)) => {
                let (transport, router, watcher) = (transport.clone(), router.clone(), graceful.watcher());
                tokio::spawn(async move {
                    attend(stream, remote, transport, router, watcher).await;
                    drop(permit);
                });
            }
            Err(error) => {
                // Most likely out of file descriptors: without a pause this loop would only burn time.
                tracing::warn!(%error, "no connection could be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_TIMEOUT, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still running at the end");
    }
}

async fn attend(stream: TcpStream, remote: SocketAddr, transport: Transport, router: Router, watcher: Watcher) {
    // Small replies should leave at once; a socket that refuses the option works all the same.
    let _ = stream.set_nodelay(true);
    match transport {
        Transport::Plain => {
            let connection = ClientConnection { remote, client_certificate: None, tls: false };
            converse(stream, connection, router, watcher).await;
        }
        Transport::Tls(settings) => match handshake(stream, remote, &settings).await {
            Ok((stream, connection)) => converse(stream, connection, router, watcher).await,
            Err(error) => tracing::debug!(%remote, %error, "no TLS connection"),
        },
    }
}

type TlsStream = tokio_rustls::server::TlsStream<TcpStream>;

async fn handshake(stream: TcpStream, remote: SocketAddr, settings: &TlsSettings) -> io::Result<(TlsStream, ClientConnection)> {
    let stream = tokio::time::timeout(HANDSHAKE_TIMEOUT, settings.acceptor().accept(stream)).await??;
    let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let client_certificate = shown.map(ClientCertificate::read).transpose()?;
    Ok((stream, ClientConnection { remote, client_certificate, tls: true }))
}

async fn converse<S>(stream: S, connection: ClientConnection, router: Router, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let inner = TowerToHyperService::new(router);
    let remote = connection.remote;
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(connection.clone());
        let reply = inner.call(request);
        async move { Ok::<_, Infallible>(reply.await.unwrap_or_else(|never: Infallible| match never {})) }
    });
    let conversation =
        http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(conversation).await {
        tracing::debug!(%remote, %error, "a connection ended early");
    }
}
