//! Figures for people: of a month, and of the work that waits.

pub mod show;
