//! The truststore of the door with client certificates.

pub mod publish;
