//! e-SCOTT as far as its public plug-ins show it, over its own protocol: members, charges, their changes and searches, with the
//! faults that a card company can have.
//!
//! What its plug-ins leave open is decided so: a search names the last operation that was done to what it found, and of a name
//! that nothing bears it says K12.

mod answer;
#[cfg(test)]
mod histories;
mod ledger;
#[cfg(test)]
mod tests;

use crate::durable::{OWNER_ONLY, replace};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{StatusCode, header};
use ledger::Ledger;
pub use ledger::{Charge, ChargeState};
use shared::adapters::escott::wire::{CARD_PATH, MEMBER_PATH, TOKEN_SCRIPT_PATH};
use shared::ports::Merchant;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// A fault that e-SCOTT can have, for tests to switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardFault {
    /// The connection is cut before anything is done.
    Cut,
    /// What was asked for is done, and the connection cut before the reply.
    LostReply,
    /// It answers K98 and does nothing.
    Busy,
    /// It does what was asked for and answers K96.
    TimedOut,
    /// What comes back is no reply of its own.
    Garbage,
    /// It answers after so long.
    Slow(Duration),
}

const CROSS_ORIGIN_RESOURCE_POLICY: header::HeaderName = header::HeaderName::from_static("cross-origin-resource-policy");

/// The account of the shop of the local cloud.
#[must_use]
pub fn merchant() -> Merchant {
    Merchant { id: "00000000".into(), password: "local-shop-password".into(), shop: "0001".into() }
}

/// e-SCOTT with its books.
pub struct LocalEscott {
    books: Mutex<Ledger>,
    file: Option<PathBuf>,
    fault: Mutex<Option<(CardFault, Option<u32>)>>,
}

impl LocalEscott {
    /// With books in a file that only its owner can read.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn open(file: PathBuf) -> io::Result<Self> {
        let books = match std::fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ledger::default(),
            read => serde_json::from_slice(&read?).map_err(io::Error::other)?,
        };
        Ok(Self { books: Mutex::new(books), file: Some(file), fault: Mutex::default() })
    }

    /// With books in memory alone.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { books: Mutex::default(), file: None, fault: Mutex::default() }
    }

    fn books(&self) -> MutexGuard<'_, Ledger> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Switches a fault on, or off with `None`.
    pub fn set_fault(&self, fault: Option<CardFault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault.map(|fault| (fault, None));
    }

    /// Lets the next so many requests meet a fault.
    pub fn set_fault_for(&self, fault: CardFault, times: u32) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = (times > 0).then_some((fault, Some(times)));
    }

    // The fault that this request meets.
    fn meet(&self) -> Option<CardFault> {
        let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let (met, left) = (*fault)?;
        *fault = match left {
            Some(1) => None,
            left => Some((met, left.map(|left| left - 1))),
        };
        Some(met)
    }

    /// A token of a card, as the card company's own script makes it in a browser; nothing where it is no card number.
    pub fn token(&self, number: &str) -> Option<String> {
        self.books().token(number)
    }

    /// Lets charges of a member's card be declined with these codes, or accepted again with none.
    pub fn decline(&self, member: &str, codes: Option<&str>) {
        self.books().decline(member, codes);
    }

    /// All charges that bear a name.
    #[must_use]
    pub fn charges(&self, name: &str) -> Vec<Charge> {
        self.books().named(name).cloned().collect()
    }

    /// How many members there are, valid or not.
    #[must_use]
    pub fn members(&self) -> usize {
        self.books().members()
    }

    /// Answers one request, as it does without any fault.
    #[must_use]
    pub fn handle(&self, path: &str, form: &[u8]) -> String {
        let mut books = self.books();
        let reply = answer::reply(&mut books, path, form);
        if let Some(Err(error)) = self.file.as_ref().map(|file| keep(file, &books)) {
            tracing::error!(%error, "the books of the card company can't be kept");
        }
        reply
    }

    /// Serves the protocol at its own paths, the script that makes tokens in browsers, and tokens at `/token`.
    pub fn router(self: Arc<Self>) -> Router {
        let protocol = Router::new().route(CARD_PATH, post(card)).route(MEMBER_PATH, post(member));
        protocol.route(TOKEN_SCRIPT_PATH, get(token_script)).route("/token", post(token)).with_state(self)
    }
}

fn keep(file: &std::path::Path, books: &Ledger) -> io::Result<()> {
    replace(file, &serde_json::to_vec(books).map_err(io::Error::other)?, OWNER_ONLY)
}

async fn card(State(escott): State<Arc<LocalEscott>>, form: Bytes) -> Response {
    serve(escott, CARD_PATH, form).await
}

async fn member(State(escott): State<Arc<LocalEscott>>, form: Bytes) -> Response {
    serve(escott, MEMBER_PATH, form).await
}

async fn token_script() -> Response {
    // Pages of any site use it.
    let headers = [(header::CONTENT_TYPE, "text/javascript;charset=UTF-8"), (CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin")];
    (headers, include_str!("escott/tokens.js")).into_response()
}

async fn token(State(escott): State<Arc<LocalEscott>>, number: String) -> Response {
    let token = escott.token(number.trim()).ok_or(StatusCode::BAD_REQUEST);
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], token).into_response()
}

async fn serve(escott: Arc<LocalEscott>, path: &'static str, form: Bytes) -> Response {
    let fault = escott.meet();
    match fault {
        Some(CardFault::Cut) => return cut(),
        Some(CardFault::Busy) => return text(answer::refusal(&form, "K98")),
        Some(CardFault::Garbage) => return text("<html>ただいまメンテナンス中です</html>".to_owned()),
        Some(CardFault::Slow(delay)) => tokio::time::sleep(delay).await,
        Some(CardFault::LostReply | CardFault::TimedOut) | None => {}
    }
    let kept = form.clone();
    // Keeping the books waits for the disk.
    let Ok(reply) = tokio::task::spawn_blocking(move || escott.handle(path, &kept)).await else { return cut() };
    match fault {
        Some(CardFault::LostReply) => cut(),
        Some(CardFault::TimedOut) => text(answer::refusal(&form, "K96")),
        _ => text(reply),
    }
}

fn text(reply: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain;charset=UTF-8")], reply).into_response()
}

/// A body that ends the connection before anything of it is sent.
struct Cut;

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<hyper::body::Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }
}

fn cut() -> Response {
    Response::new(Body::new(Cut))
}
