//! Organizations (組織): the operator's functions.

pub mod mail_consent;
pub mod open;
