//! The edges to vendors: the only place that names one.

pub mod apigateway;
pub mod client;
pub mod cloudwatch;
mod date_of_reply;
pub mod dynamodb;
pub mod dynamodb_backup;
pub mod escott;
pub mod kms;
pub mod lambda;
pub mod mail_route;
pub mod mailgun;
pub mod s3;
pub mod ses;
pub mod sns;
pub mod sts;
pub mod system;
