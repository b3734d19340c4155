//! Starting and stopping the local cloud.

mod doors;
mod environment;

use self::doors::{door, expire, loopback, until};
use self::environment::{SERVICE_KEY, SIGNING_KEY, TRUSTSTORE_BUCKET, environment, settings};
use crate::apigateway::{self, LocalApiGateway};
use crate::authority::LocalAuthority;
use crate::backups::LocalBackups;
use crate::durable::private_directory;
use crate::escott::LocalEscott;
use crate::functions::Functions;
use crate::gateway::Gateway;
use crate::kms::{KeyUsage, LocalKms};
use crate::mail::{LocalMail, LocalMailgun, Mailbox, page_router};
use crate::metrics::LocalMetrics;
use crate::options::Options;
use crate::pages::{self, Tools};
use crate::residue::Residue;
use crate::s3::LocalS3;
use crate::sts::LocalSts;
use crate::tls::{ClientCertificates, Identity, TlsSettings, Transport};
use crate::{Failure, scheduler, store, tls};
use aws_credential_types::Credentials;
use dynoxide::Database;
use prove::Signer;
use shared::adapters::client::{Aws, Endpoints};
use shared::adapters::dynamodb::DynamoDb;
use shared::adapters::dynamodb_backup::DynamoDbBackups;
use shared::adapters::escott::wire::TOKEN_SCRIPT_PATH;
use shared::adapters::lambda;
use shared::world::{Settings, World};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A running local cloud.
pub struct Cloud {
    /// Plain HTTP on loopback.
    pub http: SocketAddr,
    /// HTTPS that takes a client certificate.
    pub https: SocketAddr,
    /// HTTPS that demands one.
    pub mtls: SocketAddr,
    /// The world that the functions run in.
    pub world: Arc<World>,
    /// What was mailed.
    pub mailbox: Arc<Mailbox>,
    /// SES in Tokyo, for tests that make it fail.
    pub ses: Arc<LocalMail>,
    /// SES in Osaka.
    pub ses_osaka: Arc<LocalMail>,
    /// Mailgun, for tests that make it fail.
    pub mailgun: Arc<LocalMailgun>,
    /// KMS, for tests that make it fail.
    pub kms: Arc<LocalKms>,
    /// The card company, for tests that make it fail.
    pub escott: Arc<LocalEscott>,
    /// The keeper of backups, for tests that make it fail.
    pub backups: Arc<LocalBackups>,
    /// Vouches for the doors.
    pub authority: Arc<LocalAuthority>,
    /// STS with the operators' keys.
    pub sts: Arc<LocalSts>,
    /// The figures that alarms watch.
    pub metrics: Arc<LocalMetrics>,
    /// The store's port, for what it consumed.
    pub table: Arc<DynamoDb>,
    /// What function binaries outside this process need in their environment.
    pub environment: Vec<(&'static str, String)>,
    /// What an erasure leaves in the store's file.
    pub residue: Residue,
    /// The store itself, for tests that look at the raw file or sweep it.
    pub database: Database,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    scheduler: Option<JoinHandle<()>>,
}

impl Cloud {
    /// Starts everything; returns when every door is open.
    ///
    /// # Errors
    /// What is in the way, in words: a port that is taken, a file that can't be opened.
    pub async fn start(options: Options) -> Result<Self, Failure> {
        let directory = options.state_directory.clone();
        private_directory(&directory)?;
        let (stop, stopped) = watch::channel(false);
        let doors = [("PORT", options.port), ("HTTPS_PORT", options.https_port), ("MTLS_PORT", options.mtls_port)];
        let [http, https, mtls] = [door(doors[0]).await?, door(doors[1]).await?, door(doors[2]).await?];
        let residue = Residue::open(&directory)?;
        let (store_address, database) = store::serve(&directory.join("store.sqlite"), until(stopped.clone())).await?;
        let mut tasks = Vec::new();
        let backups = Arc::new(LocalBackups::open(directory.join("backups"), database.clone())?);
        let backups_address = loopback(Arc::clone(&backups).router(), &stopped, &mut tasks).await?;

        let kms = Arc::new(LocalKms::open(directory.join("kms-keys.json"))?);
        kms.ensure_alias(SERVICE_KEY, KeyUsage::EncryptDecrypt).map_err(|refusal| format!("KMS: {}", refusal.exception()))?;
        kms.ensure_alias(SIGNING_KEY, KeyUsage::SignVerify).map_err(|refusal| format!("KMS: {}", refusal.exception()))?;
        let kms_address = loopback(Arc::clone(&kms).router(), &stopped, &mut tasks).await?;
        let mailbox = Arc::new(Mailbox::open(directory.join("mail"))?);
        let [ses, ses_osaka] = std::array::from_fn(|_| Arc::new(LocalMail::new(Arc::clone(&mailbox))));
        let ses_address = loopback(Arc::clone(&ses).router(), &stopped, &mut tasks).await?;
        let ses_osaka_address = loopback(Arc::clone(&ses_osaka).router(), &stopped, &mut tasks).await?;

        let mailgun = Arc::new(LocalMailgun::open(directory.join("mailgun.json"), Arc::clone(&mailbox))?);
        let mailgun_address = loopback(Arc::clone(&mailgun).router(), &stopped, &mut tasks).await?;
        let escott = Arc::new(LocalEscott::open(directory.join("escott.json"))?);
        let escott_address = loopback(Arc::clone(&escott).router(), &stopped, &mut tasks).await?;

        let documents = directory.join("documents");
        let s3_address = loopback(LocalS3::open(documents.clone())?.router(), &stopped, &mut tasks).await?;

        let authority = Arc::new(LocalAuthority::open(directory.join("authority"))?);
        let truststore = apigateway::truststore(&documents, TRUSTSTORE_BUCKET);
        let identity = identity(&authority, &truststore)?;
        let taking = TlsSettings::new(&identity, ClientCertificates::Taken, options.clock.clone())?;
        let demanding = TlsSettings::new(&identity, ClientCertificates::Demanded, options.clock.clone())?;
        let gateway = LocalApiGateway::new(vec![taking.clone(), demanding.clone()], identity, truststore);
        let apigateway_address = loopback(gateway.router(), &stopped, &mut tasks).await?;

        let sts = Arc::new(LocalSts::open(&directory, options.clock.clone())?);
        let sts_address = loopback(Arc::clone(&sts).router(), &stopped, &mut tasks).await?;

        let url = |address: SocketAddr| format!("http://{address}");
        let endpoints = Endpoints {
            dynamodb: Some(url(store_address)),
            dynamodb_backups: Some(url(backups_address)),
            kms: Some(url(kms_address)),
            ses_tokyo: Some(url(ses_address)),
            ses_osaka: Some(url(ses_osaka_address)),
            s3: Some(url(s3_address)),
            sts: Some(url(sts_address)),
            apigateway: Some(url(apigateway_address)),
            card_gateway: Some(url(escott_address)),
        };
        let mail_abroad = Some(mailgun.base(mailgun_address));
        let card_tokens = Some(url(escott_address) + TOKEN_SCRIPT_PATH + "?k_TokenNinsyoCode=local");
        let settings =
            Settings { mail_abroad, card_tokens, ..settings([http.local_addr()?, https.local_addr()?, mtls.local_addr()?], &options) };
        let environment = environment(&settings, &endpoints);
        let credentials = Credentials::new("local", "local", None, None, "local");
        let aws = Aws::new("ap-northeast-1".into(), credentials, endpoints);
        store::make_tables(&aws.dynamodb(), store::DATA_TABLE, &settings.keys_table).await?;
        store::is_there(&aws.dynamodb(), &settings.data_table).await?;
        let table = Arc::new(DynamoDb::new(aws.dynamodb(), settings.data_table.clone(), settings.keys_table.clone()));
        let port: Arc<dyn shared::ports::Table> = match &options.wrap_table {
            Some(wrap) => wrap(table.clone()),
            None => table.clone(),
        };
        let metrics = Arc::new(LocalMetrics::default());
        let keeper = DynamoDbBackups::new(&aws, settings.data_table.clone(), settings.keys_table.clone()).counting_exactly();
        let world = Arc::new(World {
            table: port,
            metrics: metrics.clone(),
            backups: Arc::new(keeper),
            clock: options.clock.clone(),
            random: options.random.clone(),
            ..lambda::world(&aws, settings)
        });

        let router = Gateway::new(Arc::new(Functions::new(Arc::clone(&world)))).router();
        let tools = Tools {
            world: Arc::clone(&world),
            residue: residue.clone(),
            mailbox: Arc::clone(&mailbox),
            mailgun: Arc::clone(&mailgun),
            table: Arc::clone(&table),
            http_port: http.local_addr()?.port(),
            https_port: https.local_addr()?.port(),
            mtls_port: mtls.local_addr()?.port(),
        };
        let local_router =
            pages::router(Arc::new(tools)).merge(page_router(Arc::clone(&mailbox))).layer(axum::middleware::from_fn(pages::only_local));
        let mut cloud = Self {
            http: http.local_addr()?,
            https: https.local_addr()?,
            mtls: mtls.local_addr()?,
            mailbox,
            ses,
            ses_osaka,
            mailgun,
            kms,
            escott,
            backups,
            authority,
            sts,
            table,
            environment,
            database: database.clone(),
            scheduler: None,
            metrics,
            residue,
            world,
            stop,
            tasks: Vec::new(),
        };
        // The first keys, and the authority of client certificates; later runs find them made.
        for name in ["service_key_rotate", "truststore_publish"] {
            let prepare = crate::functions::job(name).ok_or_else(|| format!("{name} is missing"))?;
            (prepare.call)(&cloud.world, None).await.map_err(|error| format!("{name}: {}", error.cause().unwrap_or(error.code())))?;
        }
        let shop = cloud.invoke("card_merchant_set", serde_json::json!(crate::escott::merchant())).await;
        shop.filter(|shop| shop.get("set").is_some()).ok_or("card_merchant_set failed")?;
        if options.schedule {
            cloud.scheduler = Some(tokio::spawn(scheduler::run(Arc::clone(&cloud.world), cloud.residue.clone())));
        }

        tasks.push(tokio::spawn(tls::serve(http, Transport::Plain, local_router.merge(router.clone()), until(stopped.clone()))));
        tasks.push(tokio::spawn(tls::serve(https, Transport::Tls(taking), router.clone(), until(stopped.clone()))));
        tasks.push(tokio::spawn(tls::serve(mtls, Transport::Tls(demanding), router, until(stopped.clone()))));
        if options.schedule {
            // By the machine's clock, which may not be that of the functions.
            tasks.push(tokio::spawn(expire(database, stopped)));
        }
        Ok(Self { tasks, ..cloud })
    }

    /// Stops taking requests, lets those under way finish, and closes the store.
    pub async fn stop(self) {
        if let Some(scheduler) = self.scheduler {
            scheduler.abort();
        }
        // Every receiver being gone is as good as told.
        let _all_gone = self.stop.send(true);
        for task in self.tasks {
            let _ended = tokio::time::timeout(Duration::from_secs(6), task).await;
        }
    }

    /// Invokes a job by name, or an operator function as the first operator; see [`crate::functions::invoke`].
    pub async fn invoke(&self, name: &str, payload: serde_json::Value) -> Option<serde_json::Value> {
        self.invoke_as(crate::sts::OPERATORS[0], name, payload).await
    }

    /// Invokes an operator function as an operator, or a job.
    pub async fn invoke_as(&self, operator: &str, name: &str, payload: serde_json::Value) -> Option<serde_json::Value> {
        let payload = match crate::functions::operator_function(name) {
            Some(_) => self.signed(operator, name, payload).ok()?,
            None => payload,
        };
        self.residue.after(name, crate::functions::invoke(&self.world, name, payload)).await
    }

    /// The payload with an operator's proof, made now.
    ///
    /// # Errors
    /// Where there is no such operator, or the payload is no JSON object.
    pub fn signed(&self, operator: &str, function: &str, payload: serde_json::Value) -> Result<serde_json::Value, Failure> {
        let credentials = self.sts.credentials(operator).ok_or_else(|| format!("there is no operator {operator}"))?;
        let now = SystemTime::from(self.world.clock.now().to_utc());
        signer(credentials, |name| self.environment.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone()))?
            .signed(function, payload, now)
    }
}

/// Signs for the local cloud with this environment.
///
/// # Errors
/// The name of what is missing.
pub fn signer(credentials: Credentials, read: impl Fn(&str) -> Option<String>) -> Result<Signer, Failure> {
    let required = |name: &str| read(name).ok_or_else(|| format!("{name} is missing"));
    let (region, origin, application) = (required("AWS_REGION")?, required("AWS_ENDPOINT_URL_STS")?, required("APPLICATION")?);
    Ok(Signer { credentials, region, origin, application })
}

// The doors trust what was published last. Before the first time that is nobody but the local authority itself, which issues
// no client certificates: a door can't be made without any.
fn identity(authority: &LocalAuthority, truststore: &Path) -> Result<Identity, Failure> {
    let (certificates, key) = authority.server()?;
    let client_authorities = match std::fs::read_to_string(truststore) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => authority.root_pem().to_owned(),
        published => published?,
    };
    Ok(Identity { certificates, key, client_authorities })
}
