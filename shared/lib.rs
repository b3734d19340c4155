//! The domain of pet-insurance claims, the one path of a request, and the edges to AWS.

pub mod adapters;
pub mod admit;
pub mod caller;
pub mod change;
pub mod commit;
pub mod cursor;
pub mod domain;
pub mod endpoint;
pub mod error;
pub mod idempotency;
pub mod input;
pub mod job;
pub mod key;
pub mod keyring;
pub mod log;
pub mod mail;
pub mod message;
pub mod password;
pub mod pipeline;
pub mod ports;
pub mod record;
pub mod records;
pub mod seal;
pub mod token;
pub mod view;
pub mod world;
