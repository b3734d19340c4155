//! Which entries a seal adds to the log, and in which order.

use proof::Leaf;
use std::collections::BTreeMap;

/// What a seal adds.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// The leaves in the log's order.
    pub leaves: Vec<Leaf>,
    /// Through which time the timeline is covered then.
    pub through: String,
    /// Whether more waits.
    pub more: bool,
}

/// Chooses among the entries that are in no seal yet: those up to the cut-off, about so many of them, each after the entries
/// of its record that come before it. `found` holds all of them from some time on, also the younger ones.
pub fn choose(mut found: Vec<Leaf>, cut_off: &str, limit: usize) -> Choice {
    found.sort();
    let ripe = found.iter().filter(|leaf| leaf.at.as_str() <= cut_off).count();
    let more = ripe > limit;
    let through = found.get(limit.wrapping_sub(1)).filter(|_| more).map_or_else(|| cut_off.to_owned(), |last| last.at.clone());
    let mut records: BTreeMap<(String, String), Vec<Leaf>> = BTreeMap::new();
    for leaf in found {
        records.entry((leaf.record_kind.clone(), leaf.record_id.clone())).or_default().push(leaf);
    }
    let mut ordered = Vec::new();
    for (_, mut leaves) in records {
        // By sequence: the clocks of two machines differ, so an entry's time may lie before that of the one before it.
        leaves.sort_by_key(|leaf| leaf.sequence);
        let mut latest = String::new();
        for leaf in leaves.into_iter().take_while(|leaf| leaf.at <= through) {
            latest = latest.max(leaf.at.clone());
            ordered.push((latest.clone(), leaf));
        }
    }
    ordered.sort_by(|(one_at, one), (other_at, other)| (one_at, one.place()).cmp(&(other_at, other.place())));
    Choice { leaves: ordered.into_iter().map(|(_, leaf)| leaf).collect(), through, more }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(at: &str, id: &str, sequence: u64) -> Leaf {
        Leaf { at: at.into(), record_kind: "claim".into(), record_id: id.into(), sequence, hash: proof::sha256(&[]) }
    }

    fn chosen(found: &[(&str, &str, u64)], cut_off: &str, limit: usize) -> (Vec<(String, u64)>, String, bool) {
        let choice = choose(found.iter().map(|(at, id, sequence)| leaf(at, id, *sequence)).collect(), cut_off, limit);
        (choice.leaves.into_iter().map(|leaf| (leaf.record_id, leaf.sequence)).collect(), choice.through, choice.more)
    }

    fn named(names: &[(&str, u64)]) -> Vec<(String, u64)> {
        names.iter().map(|(id, sequence)| ((*id).to_owned(), *sequence)).collect()
    }

    #[test]
    fn entries_stand_by_time_and_each_record_in_its_own_order() {
        let all = [("3", "b", 1), ("1", "a", 1), ("2", "a", 2), ("9", "a", 3)];
        assert_eq!(chosen(&all, "5", 10), (named(&[("a", 1), ("a", 2), ("b", 1)]), "5".into(), false));
        // The second entry's clock ran behind; the third waits for the second.
        let skewed = [("3", "a", 1), ("2", "a", 2), ("2", "b", 1)];
        assert_eq!(chosen(&skewed, "5", 10).0, named(&[("b", 1), ("a", 1), ("a", 2)]));
        assert_eq!(chosen(&[("6", "a", 1), ("5", "a", 2), ("4", "b", 1)], "5", 10).0, named(&[("b", 1)]));
    }

    #[test]
    fn of_too_many_the_oldest_go_first() {
        let many = [("1", "a", 1), ("2", "b", 1), ("3", "c", 1), ("3", "d", 1), ("4", "e", 1)];
        assert_eq!(chosen(&many, "5", 2), (named(&[("a", 1), ("b", 1)]), "2".into(), true));
        // Those of one time go together.
        assert_eq!(chosen(&many, "5", 3), (named(&[("a", 1), ("b", 1), ("c", 1), ("d", 1)]), "3".into(), true));
        assert!(!chosen(&many, "5", 5).2);
        assert_eq!(chosen(&[], "5", 5), (vec![], "5".into(), false));
    }
}
