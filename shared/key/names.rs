//! What keys are made of: the kinds of record, the purposes of wrapped keys, the indexes.

/// The kinds of record, each with a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The customer itself (組織).
    Organization,
    /// アカウント.
    Account,
    /// The organization's labels (ラベル), one record for all.
    Labels,
    /// 契約者.
    Policyholder,
    /// 被保険動物.
    Animal,
    /// 商品.
    Product,
    /// 保険契約.
    Policy,
    /// 保険金請求.
    Claim,
    /// 支払.
    Payout,
    /// 保険料.
    Premium,
    /// タイムラインの書出し.
    TimelineExport,
    /// 消去: the organization's own instruction to erase it.
    Erasure,
    /// 開示: named records and fields, for a court or authority.
    Disclosure,
    /// 運営者の閲覧.
    OperatorAccess,
    /// クライアント証明書.
    Certificate,
    /// 障害: the service's own record.
    Incident,
    /// 第一報: by when an organization is to be told of an incident.
    FirstReport,
    /// お知らせ: what an organization was told.
    Notice,
    /// お知らせの原稿: the service's own record.
    NoticeDraft,
    /// お問い合わせ.
    Inquiry,
    /// バックアップからの復元: the service's own record.
    Restore,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Organization,
        Self::Account,
        Self::Labels,
        Self::Policyholder,
        Self::Animal,
        Self::Product,
        Self::Policy,
        Self::Claim,
        Self::Payout,
        Self::Premium,
        Self::TimelineExport,
        Self::Erasure,
        Self::Disclosure,
        Self::OperatorAccess,
        Self::Certificate,
        Self::Incident,
        Self::FirstReport,
        Self::Notice,
        Self::NoticeDraft,
        Self::Inquiry,
        Self::Restore,
    ];

    /// The name in keys and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Account => "account",
            Self::Labels => "labels",
            Self::Policyholder => "policyholder",
            Self::Animal => "animal",
            Self::Product => "product",
            Self::Policy => "policy",
            Self::Claim => "claim",
            Self::Payout => "payout",
            Self::Premium => "premium",
            Self::TimelineExport => "timeline_export",
            Self::Erasure => "erasure",
            Self::Disclosure => "disclosure",
            Self::OperatorAccess => "operator_access",
            Self::Certificate => "certificate",
            Self::Incident => "incident",
            Self::FirstReport => "first_report",
            Self::Notice => "notice",
            Self::NoticeDraft => "notice_draft",
            Self::Inquiry => "inquiry",
            Self::Restore => "restore",
        }
    }
}

/// The purposes of an organization's wrapped keys; each is its own KMS encryption context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Seals personal fields; rotates.
    Data,
    /// Blind indexes; never rotates with the data key.
    Index,
    /// Cursors of lists.
    Cursor,
}

impl Purpose {
    /// The name in keys and in the encryption context.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Index => "index",
            Self::Cursor => "cursor",
        }
    }
}

/// The indexes of the data table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    /// All records of a kind by time; the timeline of an organization by day.
    Kind,
    /// The records under another: a policyholder's animals and policies, a policy's claims.
    Parent,
    /// Claims by state; premiums by the month in which they are due, payouts by the one in which they were paid.
    State,
    /// Open claims by the day their payout is due; what jobs go on with at a time.
    Due,
}

impl Index {
    /// Every index.
    pub const ALL: &'static [Self] = &[Self::Kind, Self::Parent, Self::State, Self::Due];

    /// The index's name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "by_kind",
            Self::Parent => "by_parent",
            Self::State => "by_state",
            Self::Due => "by_due",
        }
    }

    /// The names of its key attributes.
    #[must_use]
    pub const fn attributes(self) -> (&'static str, &'static str) {
        match self {
            Self::Kind => ("kind_pk", "kind_sk"),
            Self::Parent => ("parent_pk", "parent_sk"),
            Self::State => ("state_pk", "state_sk"),
            Self::Due => ("due_pk", "due_sk"),
        }
    }
}

/// The place of a record in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which index.
    pub index: Index,
    /// The partition.
    pub partition: String,
    /// The order within it.
    pub sort: String,
}
