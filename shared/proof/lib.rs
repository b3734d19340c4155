//! The tamper-evident timeline (改ざん検知, WP15): one append-only Merkle log (RFC 6962) for each organization, the signed
//! seals of its growth, and the exports that prove what they hold. The service writes with this crate and the stand-alone
//! verifier reads with it; it knows no store and no network.

pub mod digest;
pub mod export;
pub mod finding;
pub mod leaf;
pub mod seal;
pub mod signature;
pub mod tiles;
pub mod tree;
mod verify;

pub use digest::{Digest, canonical, sha256};
pub use finding::{Finding, Kind, Summary, Unusable, Verdict};
pub use leaf::Leaf;
pub use seal::{Seal, SignedSeal};
pub use signature::PublicKey;
pub use verify::{check, verify};
