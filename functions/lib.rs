//! Every endpoint and job.
