//! The local cloud: one program that is DynamoDB (embedded, on a file), KMS, STS, SES with a mailbox, the scheduler, and the
//! gateway in front of the same functions that run on AWS. Only this process opens the files; function binaries under
//! cargo-lambda reach all of it over loopback HTTP.

pub mod apigateway;
pub mod authority;
pub mod backups;
pub mod clock;
pub mod cloud;
pub mod demo;
pub mod durable;
pub mod escott;
pub mod functions;
pub mod gateway;
pub mod kms;
pub mod mail;
pub mod metrics;
pub mod options;
pub mod pages;
pub mod proving;
pub mod residue;
pub mod s3;
pub mod scheduler;
pub mod store;
pub mod sts;
pub mod tls;

/// What stops the local cloud from starting, in words for the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
