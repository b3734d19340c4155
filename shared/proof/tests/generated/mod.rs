//! Invented timelines with their seals and exports, as the service makes them.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::encoding::PublicKeyX509Der;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proof::export::{Content, Earlier, FORMAT, Header, Leaves, Outside, Row, Writer};
use proof::tiles::Tiles;
use proof::tree::{self, Span};
use proof::{Digest, Leaf, PublicKey, Seal, SignedSeal};
use serde_json::{Value, json};
use std::sync::OnceLock;

const ORGANIZATION: &str = "org_01ARZ3NDEKTSV4RRFFQ69G5FAV";
/// The newest entries aren't sealed yet.
const UNSEALED: usize = 3;

/// An entry on its way into an export.
#[derive(Clone)]
pub struct Kept {
    pub position: Option<u64>,
    pub entry: Value,
}

/// An organization's timeline, in the log's order.
pub struct Books {
    pub entries: Vec<Value>,
    pair: EcdsaKeyPair,
}

/// An export and what verifies it.
pub struct Export {
    pub bytes: Vec<u8>,
    pub key: PublicKey,
    pub entries: usize,
    pub base: u64,
}

fn at(number: usize) -> String {
    let second = number % 86_400;
    let day = if number < 10 { "2026-09-30".to_owned() } else { format!("2026-10-{:02}", 1 + number / 86_400) };
    format!("{day}T{:02}:{:02}:{:02}.000+09:00", second / 3600, second / 60 % 60, second % 60)
}

fn hash(entry: &Value) -> String {
    proof::sha256(&[&proof::canonical(entry)]).to_string()
}

// The service's key, the same for all books of a run.
fn pair() -> EcdsaKeyPair {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    let made = || EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).unwrap().as_ref().to_vec();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, KEY.get_or_init(made)).unwrap()
}

impl Books {
    /// So many entries, spread over so many records; two seconds lie between them.
    pub fn with(entries: usize, records: usize) -> Self {
        let mut books = Self { entries: Vec::new(), pair: pair() };
        for number in 0..entries {
            let record = format!("clm_{:04}", number * 7 % records);
            let before = books.entries.iter().rev().find(|entry| entry["record_id"] == record);
            let (sequence, previous) = before.map_or((1, String::new()), |before| (before["sequence"].as_u64().unwrap() + 1, hash(before)));
            books.entries.push(json!({
                "organization": ORGANIZATION, "record_kind": "claim", "record_id": record, "sequence": sequence,
                "at": at(number * 2), "actor": { "kind": "account", "id": "acc_1" }, "operation": "claim_updated",
                "changes": [{ "field": "診断名", "before": "外耳炎", "after": number }],
                "record_hash": hash(&json!(number)), "request": format!("req_{number}"), "previous": previous,
            }));
        }
        books
    }

    /// Empty books with another key.
    pub fn of_another_key() -> Self {
        Self { entries: Vec::new(), pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap() }
    }

    /// Changes an entry and makes every later one of its record fit.
    pub fn rewrite(&mut self, place: usize) {
        self.entries[place]["request"] = "req_rewritten".into();
        let record = self.entries[place]["record_id"].clone();
        let mut last = hash(&self.entries[place]);
        for entry in self.entries[place + 1..].iter_mut().filter(|entry| entry["record_id"] == record) {
            entry["previous"] = last.into();
            last = hash(entry);
        }
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::from_pem(&proof::signature::pem(&self.der())).unwrap()
    }

    fn der(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = self.pair.public_key().as_der().unwrap();
        der.as_ref().to_vec()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
    }

    fn sealed(&self) -> usize {
        self.entries.len().saturating_sub(UNSEALED)
    }

    fn leaves(&self) -> Vec<Leaf> {
        self.entries[..self.sealed()].iter().map(|entry| Leaf::of_entry(entry).unwrap()).collect()
    }

    fn tiles(&self) -> Tiles {
        let mut tiles = Tiles::default();
        for (position, leaf) in (0..).zip(self.leaves()) {
            tiles.push(position, leaf.digest());
        }
        tiles
    }

    /// The sealed log in so many seals of about the same size.
    pub fn seals(&self, count: usize) -> Vec<SignedSeal> {
        let (tiles, leaves) = (self.tiles(), self.leaves());
        let mut seals: Vec<SignedSeal> = Vec::new();
        let mut size = 0;
        for number in 1..=count {
            let end = (leaves.len() * number / count) as u64;
            if end == size {
                continue;
            }
            let last = &leaves[usize::try_from(end).unwrap() - 1].at;
            let seal = Seal {
                format: proof::seal::FORMAT.into(),
                organization: ORGANIZATION.into(),
                number: seals.len() as u64 + 1,
                at: last.clone(),
                through: last.clone(),
                settled: last.clone(),
                first_position: size,
                tree_size: end,
                root: tiles.root(Span { start: 0, end }).unwrap(),
                previous: seals.last().map(|seal| seal.seal.hash()),
                key: proof::signature::key_id(&self.der()),
            };
            let signature = STANDARD.encode(self.sign(&seal.message()));
            seals.push(SignedSeal { seal, signature });
            size = end;
        }
        seals
    }

    /// The rows from the seal on that covers `base`.
    pub fn rows(&self, base: usize) -> Vec<Kept> {
        let start = usize::try_from(self.base(base, 3)).unwrap();
        let sealed = self.sealed();
        let row = |(place, entry): (usize, &Value)| Kept { position: (place < sealed).then_some(place as u64), entry: entry.clone() };
        self.entries.iter().enumerate().skip(start).map(row).collect()
    }

    // Where the seal begins that covers a place.
    fn base(&self, place: usize, seals: usize) -> u64 {
        let seals = self.seals(seals);
        let covering = seals.iter().find(|seal| seal.seal.tree_size > place as u64);
        covering.map_or(0, |seal| seal.seal.first_position)
    }

    /// The export from the seal on that covers a place.
    pub fn export(&self, base: usize, seals: usize) -> Export {
        self.export_from(base, seals, None)
    }

    pub fn export_from(&self, base: usize, seals: usize, earlier: Option<&SignedSeal>) -> Export {
        let start = usize::try_from(self.base(base, seals)).unwrap();
        let sealed = self.sealed();
        let row = |(place, entry): (usize, &Value)| Kept { position: (place < sealed).then_some(place as u64), entry: entry.clone() };
        let rows: Vec<Kept> = self.entries.iter().enumerate().skip(start).map(row).collect();
        self.export_with(&rows, start as u64, seals, earlier)
    }

    /// An export that holds other rows than it should, signed all the same.
    pub fn export_of(&self, rows: &[Kept], base: usize, seals: usize) -> Export {
        self.export_with(rows, self.base(base, seals), seals, None)
    }

    fn export_with(&self, rows: &[Kept], start: u64, seals: usize, earlier: Option<&SignedSeal>) -> Export {
        let (tiles, leaves, seals) = (self.tiles(), self.leaves(), self.seals(seals));
        let size = leaves.len() as u64;
        // The first entries lie on the day before; of few, all are in the period.
        let from = if size > 10 { "2026-10-01" } else { "2026-09-30" };
        let outside = |row: &Kept| row.entry["at"].as_str().unwrap_or_default() < from;
        let entries = rows.iter().filter(|row| !outside(row)).count();
        let mut writer = Writer::default();
        writer.line(&Content::Header(Box::new(Header {
            format: FORMAT.into(),
            organization: ORGANIZATION.into(),
            from: from.into(),
            to: "2026-10-31".into(),
            made_at: "2026-10-31T23:00:00.000+09:00".into(),
            entries: entries as u64,
            first_position: start,
            tree_size: size,
            frontier: tiles.roots(&complete(start)).unwrap(),
            base: seals.iter().find(|seal| seal.seal.tree_size == start).cloned(),
            earlier: earlier.map(|seal| Earlier {
                tree_size: seal.seal.tree_size,
                proof: tiles.roots(&tree::consistency(seal.seal.tree_size, start).unwrap()).unwrap(),
            }),
            key: self.public().id(),
        })));
        for seal in seals.iter().filter(|seal| seal.seal.tree_size > start) {
            writer.line(&Content::Seal(seal.clone()));
        }
        let hashes: Vec<Digest> = leaves.iter().skip(usize::try_from(start).unwrap()).map(Leaf::digest).collect();
        for (number, hashes) in hashes.chunks(256).enumerate() {
            writer.line(&Content::Leaves(Leaves { first_position: start + number as u64 * 256, hashes: hashes.to_vec() }));
        }
        for row in rows {
            let leaf = Leaf::of_entry(&row.entry).unwrap();
            writer.line(&match row.position.filter(|_| outside(row)) {
                Some(position) => Content::Leaf(Outside { position, leaf }),
                None => Content::Entry(Row { position: row.position, entry: row.entry.clone(), actor_name: Some("山田 太郎".into()) }),
            });
        }
        let unsigned = writer.end();
        let signature = self.sign_digest(unsigned.digest());
        Export { bytes: unsigned.signed(&signature), key: self.public(), entries, base: start }
    }

    fn sign_digest(&self, digest: Digest) -> Vec<u8> {
        let digest = aws_lc_rs::digest::Digest::import_less_safe(&digest.0, &aws_lc_rs::digest::SHA256).unwrap();
        self.pair.sign_digest(&digest).unwrap().as_ref().to_vec()
    }
}

fn complete(size: u64) -> Vec<Span> {
    let nodes = Span { start: 0, end: size }.nodes();
    nodes.into_iter().map(|node| Span { start: node.index << node.level, end: (node.index + 1) << node.level }).collect()
}
