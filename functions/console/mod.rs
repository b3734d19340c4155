//! The console: what the insurer's staff sees in a browser. The application lies in `app/`.

pub mod page;
