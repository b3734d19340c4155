//! The mailbox: a file for each message, the newest thousand.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

use crate::durable;

const MOST_MESSAGES: usize = 1000;

const JAPAN_OFFSET_SECONDS: i32 = 9 * 3600;

/// Who sends to whom, apart from what the message says of itself.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    pub source: Option<String>,
    pub destinations: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    received_at: String,
    source: Option<String>,
    destinations: Vec<String>,
    raw: String,
}

/// A message as its recipient reads it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// Its name in the mailbox, which is also SES's message id.
    pub id: String,
    /// When the mailbox got it, in RFC 3339 with +09:00.
    pub received_at: String,
    /// The subject.
    pub subject: String,
    /// The sender, as `Name <address>`.
    pub from: String,
    /// The recipients that the message names.
    pub to: Vec<String>,
    /// The addresses it was delivered to.
    pub recipients: Vec<String>,
    /// The message's own date, in RFC 3339 with +09:00.
    pub date: Option<String>,
    /// The `Message-ID`, without its angle brackets.
    pub message_id: Option<String>,
    /// The text part.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: usize,
}

/// Shows no contents: mail carries invitation links.
impl fmt::Debug for Mail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mail").field("id", &self.id).field("received_at", &self.received_at).finish_non_exhaustive()
    }
}

/// A directory of messages.
#[derive(Debug)]
pub struct Mailbox {
    directory: PathBuf,
    most_messages: usize,
    /// The time in the last message's id: ids never repeat, and sort by age.
    last: Mutex<i64>,
}

impl Mailbox {
    /// Opens a mailbox, making its directory on the first start.
    ///
    /// # Errors
    /// When the directory can't be used.
    pub fn open(directory: impl AsRef<Path>) -> io::Result<Self> {
        let directory = directory.as_ref().to_path_buf();
        durable::private_directory(&directory)?;
        let mut mailbox = Self { directory, most_messages: MOST_MESSAGES, last: Mutex::default() };
        let newest = mailbox.ids()?.first().and_then(|id| i64::from_str_radix(id, 16).ok());
        mailbox.last = Mutex::new(newest.unwrap_or_default());
        Ok(mailbox)
    }

    #[cfg(test)]
    pub(super) fn holding(mut self, most_messages: usize) -> Self {
        self.most_messages = most_messages;
        self
    }

    /// The messages, newest first; one that can't be read is left out.
    ///
    /// # Errors
    /// When the directory can't be read.
    pub fn list(&self) -> io::Result<Vec<Mail>> {
        Ok(self.ids()?.into_iter().filter_map(|id| self.get(&id).ok().flatten()).collect())
    }

    /// One message; `None` when there is none by this id.
    ///
    /// # Errors
    /// When its file can't be read.
    pub fn get(&self, id: &str) -> io::Result<Option<Mail>> {
        let Some(stored) = self.stored(id)? else { return Ok(None) };
        let raw = raw(&stored)?;
        Ok(MessageParser::default().parse(&raw).map(|message| read(id, &stored, &message)))
    }

    /// One message as it was sent.
    ///
    /// # Errors
    /// When its file can't be read.
    pub fn source(&self, id: &str) -> io::Result<Option<Vec<u8>>> {
        self.stored(id)?.map(|stored| raw(&stored)).transpose()
    }

    /// Keeps a message and returns its id; `None` when it names no sender or nobody to send to.
    pub(super) fn store(&self, envelope: &Envelope, raw: &[u8]) -> io::Result<Option<String>> {
        let Some(message) = MessageParser::default().parse(raw) else { return Ok(None) };
        let source = envelope.source.clone().or_else(|| addresses(message.from()).into_iter().next());
        let mut destinations = envelope.destinations.clone();
        if destinations.is_empty() {
            destinations = [message.to(), message.cc(), message.bcc()].into_iter().flat_map(addresses).collect();
        }
        if source.as_ref().is_none_or(|source| !source.contains('@')) || destinations.is_empty() {
            return Ok(None);
        }
        let now = Utc::now();
        let stored = Stored { received_at: japan_time(now), source, destinations, raw: STANDARD.encode(raw) };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = now.timestamp_micros().max(*last + 1);
        let id = format!("{:016x}", *last);
        durable::replace(&self.path(&id), &serde_json::to_vec(&stored)?, durable::OWNER_ONLY)?;
        for old in self.ids()?.iter().skip(self.most_messages) {
            fs::remove_file(self.path(old))?;
        }
        Ok(Some(id))
    }

    fn stored(&self, id: &str) -> io::Result<Option<Stored>> {
        // Nothing but an id of ours may become part of a path.
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        match fs::read(self.path(id)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn path(&self, id: &str) -> PathBuf {
        self.directory.join(format!("{id}.json"))
    }

    /// All ids, newest first.
    fn ids(&self) -> io::Result<Vec<String>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let name = entry?.file_name();
            let id = name.to_str().filter(|name| !name.starts_with('.')).and_then(|name| name.strip_suffix(".json"));
            ids.extend(id.map(str::to_owned));
        }
        ids.sort_unstable_by(|one, other| other.cmp(one));
        Ok(ids)
    }
}

fn raw(stored: &Stored) -> io::Result<Vec<u8>> {
    STANDARD.decode(&stored.raw).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn read(id: &str, stored: &Stored, message: &Message<'_>) -> Mail {
    let text = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text.clone().into_owned()),
        _ => None,
    });
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.clone().into_owned()),
        _ => None,
    });
    let attachment = |part: &mail_parser::MessagePart<'_>| Attachment {
        name: part.attachment_name().unwrap_or("(無名 unnamed)").to_owned(),
        bytes: part.contents().len(),
    };
    Mail {
        id: id.to_owned(),
        received_at: stored.received_at.clone(),
        subject: message.subject().unwrap_or_default().to_owned(),
        from: shown(message.from()).into_iter().next().or_else(|| stored.source.clone()).unwrap_or_default(),
        to: shown(message.to()),
        recipients: stored.destinations.clone(),
        date: message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)).map(japan_time),
        message_id: message.message_id().map(str::to_owned),
        text,
        html,
        attachments: message.attachments().map(attachment).collect(),
    }
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    field.into_iter().flat_map(Address::iter).filter_map(|address| address.address().map(str::to_owned)).collect()
}

fn shown(field: Option<&Address<'_>>) -> Vec<String> {
    let one = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => address.or(name).unwrap_or_default().to_owned(),
    };
    field.into_iter().flat_map(Address::iter).map(one).collect()
}

fn japan_time(time: DateTime<Utc>) -> String {
    // The offset is within a day, so the first case is the only one.
    match FixedOffset::east_opt(JAPAN_OFFSET_SECONDS) {
        Some(japan) => time.with_timezone(&japan).to_rfc3339_opts(SecondsFormat::Secs, false),
        None => time.to_rfc3339_opts(SecondsFormat::Secs, false),
    }
}
