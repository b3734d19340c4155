//! The ports that the local cloud listens on, and what runs until it stops.

use crate::Failure;
use crate::tls::{self, Transport};
use axum::Router;
use dynoxide::Database;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Until the cloud stops.
pub async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender being gone means the cloud is gone.
    let _sender_gone = stopped.wait_for(|stopped| *stopped).await;
}

/// A door on a port of this machine; 0 takes any.
///
/// # Errors
/// Where the port is taken, in words.
pub async fn door((name, port): (&str, u16)) -> Result<TcpListener, Failure> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("ポート {port} は使用中です。{name}=… で変えられます。 / Port {port} is taken. Choose another with {name}=…").into()
        }
        _ => format!("port {port} ({name}): {error}").into(),
    })
}

/// Serves an emulator on any port of this machine.
///
/// # Errors
/// Where there is no port.
pub async fn loopback(router: Router, stopped: &watch::Receiver<bool>, tasks: &mut Vec<JoinHandle<()>>) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tasks.push(tokio::spawn(tls::serve(listener, Transport::Plain, router, until(stopped.clone()))));
    Ok(address)
}

/// What DynamoDB does by itself within days: items are dropped after their time.
pub async fn expire(database: Database, mut stopped: watch::Receiver<bool>) {
    loop {
        let swept = database.clone();
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || swept.sweep_ttl()).await {
            tracing::warn!(cause = %error, "expired items could not be dropped");
        }
        if tokio::time::timeout(Duration::from_secs(600), stopped.wait_for(|stopped| *stopped)).await.is_ok() {
            return;
        }
    }
}
