//! POST /api/timeline/exports: the timeline of a period as a table for people, and as JSON Lines that a verifier proves from
//! the public key alone. Both are handed out as links, since a reply ends at six megabytes.

mod csv;
mod gathered;

use crate::timeline::list::period::Period;
use chrono::NaiveDate;
use gathered::Gathered;
use proof::export::{Content, Earlier, FORMAT, Header, Leaves, Outside, Row, Writer};
use proof::tiles::TILE;
use proof::{Digest, tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::TimelineExportId;
use shared::domain::role::Role;
use shared::domain::time::{day, text};
use shared::domain::timeline::{Event, TimelineExport};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::view::View;

/// The endpoint.
pub struct TimelineExportCreate;

/// For how long the links hold.
const LINK_SECONDS: u32 = 900;

/// What is exported.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The first day in Japan.
    #[serde(deserialize_with = "shared::domain::date::strict")]
    pub from: NaiveDate,
    /// The last day in Japan, at most 92 days in all.
    #[serde(deserialize_with = "shared::domain::date::strict")]
    pub to: NaiveDate,
    /// The `tree_size` of a seal kept from before the period: the export then proves that the log grew out of it.
    #[serde(default)]
    pub earlier_tree_size: Option<u64>,
}

/// The export.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Its identifier.
    pub id: TimelineExportId,
    /// How many entries it holds.
    pub entries: u64,
    /// Where the JSON Lines are, for the verifier.
    pub json_lines: String,
    /// Where the table is: UTF-8 with a byte order mark.
    pub csv: String,
    /// For how many seconds the links hold.
    pub expires_in_seconds: u32,
}

impl Endpoint for TimelineExportCreate {
    const SPEC: Spec = Spec {
        name: "timeline_export",
        summary: ("期間のタイムラインを検証できる形で書き出す", "Export the timeline of a period so that it can be verified"),
        method: Method::Post,
        paths: &["/api/timeline/exports"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::Documents, Grant::SignRecords, Grant::SigningKey],
        status: 201,
        // Whoever has a link has the document.
        secret_reply: true,
        memory_megabytes: 1024,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let (tenant, now) = (caller.tenant()?, view.now());
        let period = Period::of(Some(input.from), Some(input.to), day(now))?;
        let gathered = Gathered::read(view, tenant, &period, input.earlier_tree_size).await?;
        let key = proof::signature::key_id(&view.signing_public_key().await?);
        let (unsigned, table, entries) = written(tenant, &period, &text(now), key, gathered, input.earlier_tree_size)?;
        let signature = view.sign_record(&unsigned.digest().0).await?;
        let export =
            TimelineExport { id: view.identifier()?, from: period.from, to: period.to, entries, made_by: caller.account()?, made_at: now };
        let names = |ending: &str| (format!("timeline/{}.{ending}", export.id), format!("timeline-{}-{}.{ending}", period.from, period.to));
        let ((lines, lines_name), (csv, csv_name)) = (names("jsonl"), names("csv"));
        // Nobody finds them unless the commit succeeds: the links are in the reply alone, and the documents end after a day.
        view.keep_document(tenant, &lines, "application/jsonl", unsigned.signed(&signature)).await?;
        view.keep_document(tenant, &csv, "text/csv; charset=utf-8", table.bytes()).await?;
        let output = Output {
            id: export.id,
            entries,
            json_lines: view.document_link(tenant, &lines, &lines_name, LINK_SECONDS).await?,
            csv: view.document_link(tenant, &csv, &csv_name, LINK_SECONDS).await?,
            expires_in_seconds: LINK_SECONDS,
        };
        Change::reply(output).create(tenant, &export, Event::TimelineExported)
    }
}

fn earlier(gathered: &Gathered, size: Option<u64>) -> Result<Option<Earlier>> {
    let Some(tree_size) = size else { return Ok(None) };
    let unknown = || Error::Invalid(vec![FieldError::coded("earlier_tree_size", "earlier_tree_size_unknown", None)]);
    let spans = tree::consistency(tree_size, gathered.first_position()).filter(|_| tree_size > 0).ok_or_else(unknown)?;
    let proof = gathered.log.tiles.roots(&spans).ok_or_else(|| Error::internal("the log lacks a tile"))?;
    Ok(Some(Earlier { tree_size, proof }))
}

fn written(
    tenant: Tenant,
    period: &Period,
    made_at: &str,
    key: Digest,
    gathered: Gathered,
    earlier_size: Option<u64>,
) -> Result<(proof::export::Unsigned, csv::Table, u64)> {
    let (mut writer, mut table) = (Writer::default(), csv::Table::default());
    let (first_position, tree_size) = (gathered.first_position(), gathered.tree_size());
    let entries = gathered.entries.len() as u64;
    writer.line(&Content::Header(Box::new(Header {
        format: FORMAT.into(),
        organization: tenant.id().to_string(),
        from: period.from.to_string(),
        to: period.to.to_string(),
        made_at: made_at.into(),
        entries,
        first_position,
        tree_size,
        frontier: gathered.frontier()?,
        base: gathered.base.clone(),
        earlier: earlier(&gathered, earlier_size)?,
        key,
    })));
    for seal in &gathered.seals {
        writer.line(&Content::Seal(seal.clone()));
    }
    let leaves: Vec<(u64, proof::Leaf)> =
        gathered.log.range(first_position, tree_size).map(|(position, leaf)| (position, leaf.clone())).collect();
    // No longer than a tile: a reader holds a line in memory.
    for tile in leaves.chunks(usize::try_from(TILE).unwrap_or(256)) {
        let first_position = tile.first().map_or(first_position, |(position, _)| *position);
        writer.line(&Content::Leaves(Leaves { first_position, hashes: tile.iter().map(|(_, leaf)| leaf.digest()).collect() }));
    }
    let mut waiting = gathered.entries;
    for (position, leaf) in leaves {
        let place = (leaf.record_kind.clone(), leaf.record_id.clone(), leaf.sequence);
        match waiting.remove(&place) {
            Some(kept) => {
                table.entry(&kept.entry, &kept.leaf, kept.name.as_deref(), Some(position));
                writer.line(&Content::Entry(Row { position: Some(position), entry: kept.entry, actor_name: kept.name }));
            }
            None => writer.line(&Content::Leaf(Outside { position, leaf })),
        }
    }
    let mut young: Vec<gathered::Kept> = waiting.into_values().collect();
    young.sort_by(|one, other| one.leaf.cmp(&other.leaf));
    for kept in young {
        table.entry(&kept.entry, &kept.leaf, kept.name.as_deref(), None);
        writer.line(&Content::Entry(Row { position: None, entry: kept.entry, actor_name: kept.name }));
    }
    Ok((writer.end(), table, entries))
}
