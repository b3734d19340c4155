//! Organizations (組織): the operator's functions.

pub mod open;
