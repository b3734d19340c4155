//! The rules of the field: values in, values out, no I/O, no async. Functions that depend on time take `now`.

pub mod account;
pub mod assessment;
pub mod bank_account;
pub mod claim;
pub mod claim_state;
pub mod deadline;
pub mod exclusion;
pub mod id;
pub mod mail_address;
pub mod money;
pub mod payout;
pub mod personal;
pub mod policy;
pub mod product;
pub mod refusal;
pub mod rejection;
pub mod role;
pub mod search;
pub mod statement;
pub mod text;
pub mod time;
pub mod timeline;
