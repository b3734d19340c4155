//! Why a charge or another request wasn't done, in the words of the field: the edge turns the card company's codes into these.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Why it wasn't done (決済できない理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// カード未登録: there is no card to charge.
    NoCard,
    /// 要求の誤り: a field of the request was refused, which is a fault of ours.
    RequestInvalid,
    /// 該当取引なし: no charge of this kind is known.
    ProcessUnknown,
    /// 取引状態の不一致: the charge's state doesn't allow it.
    StateForbids,
    /// カード番号・金額の誤り: the card or the amount isn't accepted.
    CardInvalid,
    /// 会員登録済み: a card is registered under this member already.
    MemberExists,
    /// 認証の失敗: the member or the shop wasn't recognised.
    NotAuthenticated,
    /// タイムアウト: the card company didn't answer in time; the charge may have been made.
    TimedOut,
    /// システム障害: the card company's systems failed; the charge may have been made.
    SystemFault,
    /// 有効期限切れ.
    CardExpired,
    /// 取消済み: it was cancelled before.
    CancelledAlready,
    /// カード使用不可.
    CardUnusable,
    /// 保留: the card company wants to look into it first.
    Held,
    /// セキュリティコードの誤り.
    SecurityCodeWrong,
    /// 限度額超過.
    LimitReached,
    /// 無効カード.
    CardRefused,
    /// 事故カード: reported as lost or stolen.
    CardReportedLost,
    /// 不明な応答: a code that nobody knows; the charge may have been made.
    Unknown,
}

/// Whether and when a declined charge is tried again with the same card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// In an hour: it was no matter of the card.
    Soon,
    /// On a later day: the card may be good again by then.
    Later,
    /// Not with this card.
    Never,
}

impl Decline {
    /// Every reason.
    pub const ALL: [Self; 18] = [
        Self::NoCard,
        Self::RequestInvalid,
        Self::ProcessUnknown,
        Self::StateForbids,
        Self::CardInvalid,
        Self::MemberExists,
        Self::NotAuthenticated,
        Self::TimedOut,
        Self::SystemFault,
        Self::CardExpired,
        Self::CancelledAlready,
        Self::CardUnusable,
        Self::Held,
        Self::SecurityCodeWrong,
        Self::LimitReached,
        Self::CardRefused,
        Self::CardReportedLost,
        Self::Unknown,
    ];

    /// Whether what was asked for may have been done all the same: it is to be searched for before it is asked for again.
    #[must_use]
    pub const fn is_ambiguous(self) -> bool {
        matches!(self, Self::TimedOut | Self::SystemFault | Self::Unknown)
    }

    /// Whether and when a charge is tried again with the same card.
    #[must_use]
    pub const fn retry(self) -> Retry {
        match self {
            Self::TimedOut | Self::SystemFault | Self::Unknown => Retry::Soon,
            Self::Held | Self::LimitReached => Retry::Later,
            _ => Retry::Never,
        }
    }

    /// After how long a charge is tried again that was declined for so many times in a row; nothing where it never is.
    #[must_use]
    pub fn retry_after(self, failures: u32) -> Option<TimeDelta> {
        // People are paid once a month: later tries are further apart.
        const LATER_DAYS: [i64; 3] = [1, 3, 7];
        // An outage of more than half a day is looked at once a day.
        const SOON_TRIES: u32 = 12;
        match self.retry() {
            Retry::Never => None,
            Retry::Soon if failures <= SOON_TRIES => Some(TimeDelta::hours(1)),
            Retry::Soon => Some(TimeDelta::days(1)),
            Retry::Later => {
                let place = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX).min(LATER_DAYS.len() - 1);
                Some(TimeDelta::days(LATER_DAYS[place]))
            }
        }
    }

    /// Of several reasons the one to go by: what may have been done first, then what ends the tries with this card.
    #[must_use]
    pub fn gravest(reasons: impl IntoIterator<Item = Self>) -> Option<Self> {
        let weight = |reason: &Self| match (reason.is_ambiguous(), reason.retry()) {
            (true, _) => 0,
            (false, Retry::Never) => 1,
            (false, _) => 2,
        };
        reasons.into_iter().min_by_key(weight)
    }
}
