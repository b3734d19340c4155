//! DynamoDB on a file: dynoxide, embedded, served over loopback HTTP to this process and to function binaries alike.

use crate::Failure;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType, ScalarAttributeType,
    TimeToLiveSpecification,
};
use dynoxide::Database;
use shared::key::Index;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;

/// The data table's name.
pub const DATA_TABLE: &str = "local-data";
/// The keys table's name.
pub const KEYS_TABLE: &str = "local-keys";

/// Opens the file and serves it until `shutdown` resolves.
///
/// # Errors
/// Where the file can't be opened or no loopback port is free.
pub async fn serve(file: &Path, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(SocketAddr, Database), Failure> {
    let path = file.to_str().ok_or("the state directory's path must be UTF-8")?;
    let database = Database::new(path).map_err(|error| format!("the store {path} can't be opened: {error}"))?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let served = database.clone();
    tokio::spawn(async move {
        if let Err(error) = dynoxide::server::serve_with_shutdown(listener, served, shutdown).await {
            tracing::error!(cause = error, "the store stopped");
        }
    });
    Ok((address, database))
}

fn element(name: &str, kind: KeyType) -> Result<KeySchemaElement, Failure> {
    Ok(KeySchemaElement::builder().attribute_name(name).key_type(kind).build()?)
}

fn text_attribute(name: &str) -> Result<AttributeDefinition, Failure> {
    Ok(AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build()?)
}

/// Makes both tables where they aren't there yet, with the same keys and indexes as the template.
///
/// # Errors
/// Where the store refuses.
pub async fn make_tables(client: &Client, data: &str, keys: &str) -> Result<(), Failure> {
    let mut create = table(client, data)?;
    for index in Index::ALL {
        let (partition, sort) = index.attributes();
        let made = GlobalSecondaryIndex::builder()
            .index_name(index.name())
            .key_schema(element(partition, KeyType::Hash)?)
            .key_schema(element(sort, KeyType::Range)?)
            .projection(Projection::builder().projection_type(ProjectionType::All).build())
            .build()?;
        create = create
            .attribute_definitions(text_attribute(partition)?)
            .attribute_definitions(text_attribute(sort)?)
            .global_secondary_indexes(made);
    }
    if made(create.send().await.map_err(|error| error.code().map(str::to_owned)))? {
        let expiry = TimeToLiveSpecification::builder().attribute_name("ttl").enabled(true).build()?;
        client.update_time_to_live().table_name(data).time_to_live_specification(expiry).send().await?;
    }
    made(table(client, keys)?.send().await.map_err(|error| error.code().map(str::to_owned)))?;
    Ok(())
}

/// Refuses a restored table that was never made: an empty one would pass for it.
///
/// # Errors
/// Where it isn't there, or the store refuses.
pub async fn is_there(client: &Client, table: &str) -> Result<(), Failure> {
    match client.describe_table().table_name(table).send().await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("ResourceNotFoundException") => {
            Err(format!("テーブル {table} はありません(TABLE_SUFFIX)。 / There is no table {table} (TABLE_SUFFIX).").into())
        }
        Err(error) => Err(error.into()),
    }
}

fn table(client: &Client, name: &str) -> Result<aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder, Failure> {
    Ok(client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(text_attribute("pk")?)
        .attribute_definitions(text_attribute("sk")?)
        .key_schema(element("pk", KeyType::Hash)?)
        .key_schema(element("sk", KeyType::Range)?))
}

fn made<T>(outcome: Result<T, Option<String>>) -> Result<bool, Failure> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Some(code)) if code == "ResourceInUseException" => Ok(false),
        Err(code) => Err(format!("a table could not be made: {}", code.unwrap_or_else(|| "no answer".into())).into()),
    }
}
