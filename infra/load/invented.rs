//! People and names for the portfolio, which has none: invented from the animal's number alone, so that every run invents the same.

use serde_json::{Value, json};

const FAMILY_NAMES: [(&str, &str); 24] = [
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("高橋", "タカハシ"),
    ("田中", "タナカ"),
    ("伊藤", "イトウ"),
    ("渡辺", "ワタナベ"),
    ("山本", "ヤマモト"),
    ("中村", "ナカムラ"),
    ("小林", "コバヤシ"),
    ("加藤", "カトウ"),
    ("吉田", "ヨシダ"),
    ("山田", "ヤマダ"),
    ("佐々木", "ササキ"),
    ("山口", "ヤマグチ"),
    ("松本", "マツモト"),
    ("井上", "イノウエ"),
    ("木村", "キムラ"),
    ("斎藤", "サイトウ"),
    ("清水", "シミズ"),
    ("阿部", "アベ"),
    ("池田", "イケダ"),
    ("橋本", "ハシモト"),
    ("石川", "イシカワ"),
    ("長谷川", "ハセガワ"),
];

const GIVEN_NAMES: [(&str, &str); 23] = [
    ("蓮", "レン"),
    ("陽葵", "ヒマリ"),
    ("湊", "ミナト"),
    ("凛", "リン"),
    ("大翔", "ヒロト"),
    ("結衣", "ユイ"),
    ("悠真", "ユウマ"),
    ("咲良", "サクラ"),
    ("健一", "ケンイチ"),
    ("美咲", "ミサキ"),
    ("翔太", "ショウタ"),
    ("葵", "アオイ"),
    ("直樹", "ナオキ"),
    ("恵子", "ケイコ"),
    ("浩二", "コウジ"),
    ("由美", "ユミ"),
    ("誠", "マコト"),
    ("久美子", "クミコ"),
    ("亮", "リョウ"),
    ("真由美", "マユミ"),
    ("拓也", "タクヤ"),
    ("明美", "アケミ"),
    ("学", "マナブ"),
];

const PLACES: [(&str, &str); 11] = [
    ("0600042", "北海道札幌市中央区大通西"),
    ("9800811", "宮城県仙台市青葉区一番町"),
    ("1500001", "東京都渋谷区神宮前"),
    ("1600023", "東京都新宿区西新宿"),
    ("2310023", "神奈川県横浜市中区山下町"),
    ("3300854", "埼玉県さいたま市大宮区桜木町"),
    ("4600008", "愛知県名古屋市中区栄"),
    ("5300001", "大阪府大阪市北区梅田"),
    ("6048005", "京都府京都市中京区恵比須町"),
    ("7300011", "広島県広島市中区基町"),
    ("8100001", "福岡県福岡市中央区天神"),
];

const ANIMAL_NAMES: [&str; 19] = [
    "ココ",
    "モモ",
    "ソラ",
    "ハナ",
    "マロン",
    "レオ",
    "ムギ",
    "チョコ",
    "ルナ",
    "サクラ",
    "コタロウ",
    "リン",
    "ベル",
    "クロ",
    "ミルク",
    "ポチ",
    "タマ",
    "フク",
    "きなこ",
];

const BANKS: [&str; 5] = ["0001", "0005", "0009", "0010", "0017"];

const DIAGNOSES: [&str; 9] = ["外耳炎", "胃腸炎", "皮膚炎", "膀胱炎", "結膜炎", "歯周病", "気管支炎", "膝蓋骨脱臼", "食物アレルギー"];

/// Draws that follow from a number: the same for the same number and purpose, and unrelated for the next.
struct Draw(u64);

impl Draw {
    fn of(pet: u64, purpose: u64) -> Self {
        Self(pet.wrapping_mul(16).wrapping_add(purpose))
    }

    // SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_of<T: Copy, const N: usize>(&mut self, choices: &[T; N]) -> T {
        // The remainder is below N, which is a usize.
        choices[usize::try_from(self.next() % N as u64).unwrap_or_default()]
    }
}

/// The mail address of an animal's policyholder: by it a later run finds them. `.example` belongs to nobody.
pub fn mail_address(pet: u64) -> String {
    format!("pet-{pet:08}@portfolio.example")
}

/// The policyholder of an animal, as the service takes one.
pub fn policyholder(pet: u64) -> Value {
    let mut draw = Draw::of(pet, 1);
    let ((family, family_kana), (given, given_kana)) = (draw.one_of(&FAMILY_NAMES), draw.one_of(&GIVEN_NAMES));
    let (postal_code, town) = draw.one_of(&PLACES);
    let address = format!("{town}{}-{}-{}", 1 + draw.below(6), 1 + draw.below(30), 1 + draw.below(20));
    json!({
        "name": format!("{family} {given}"),
        "kana": format!("{family_kana} {given_kana}"),
        "postal_code": postal_code,
        "address": address,
        // No subscriber's number has a 0 there.
        "phone": format!("090-0{:03}-{:04}", draw.below(1_000), draw.below(10_000)),
        "mail_address": mail_address(pet),
        "bank_account": bank_account(pet),
    })
}

/// The account that the policyholder's claims are paid to.
pub fn bank_account(pet: u64) -> Value {
    let mut names = Draw::of(pet, 1);
    let ((_, family), (_, given)) = (names.one_of(&FAMILY_NAMES), names.one_of(&GIVEN_NAMES));
    let mut draw = Draw::of(pet, 2);
    json!({
        "bank_code": draw.one_of(&BANKS),
        "branch_code": format!("{:03}", 1 + draw.below(899)),
        "kind": "ordinary",
        "number": format!("{:07}", 1 + draw.below(9_999_999)),
        "holder_kana": format!("{family} {given}"),
    })
}

/// The animal's name.
pub fn animal_name(pet: u64) -> &'static str {
    Draw::of(pet, 3).one_of(&ANIMAL_NAMES)
}

/// What a claim of an animal is for.
pub fn diagnosis(pet: u64, claim: u64) -> &'static str {
    Draw::of(pet, 4_096 + claim).one_of(&DIAGNOSES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_animal_has_the_same_policyholder_and_others_have_others() {
        assert_eq!(policyholder(7), policyholder(7));
        let all: BTreeSet<String> = (0..1_000).map(|pet| policyholder(pet).to_string()).collect();
        assert_eq!(all.len(), 1_000);
        let names: BTreeSet<String> = (0..1_000).map(|pet| policyholder(pet)["name"].to_string()).collect();
        assert!(names.len() > 300, "{}", names.len());
    }

    #[test]
    fn the_account_is_the_policyholders_own() {
        for pet in 0..100 {
            let policyholder = policyholder(pet);
            assert_eq!(policyholder["kana"], policyholder["bank_account"]["holder_kana"]);
            assert_eq!(policyholder["bank_account"], bank_account(pet));
        }
    }
}
