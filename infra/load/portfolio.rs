//! Reading a portfolio: pets.csv and claims-first-year.csv, of which a row of one belongs with the same row of the other.

use crate::amounts::{expected_payout, yen};
use crate::calendar::{self, CLAIMS_MAXIMUM};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::path::Path;

/// The animals and their policies.
pub const PETS: &str = "pets.csv";
/// Their claims in the first policy year.
pub const CLAIMS: &str = "claims-first-year.csv";

/// What is wrong with a file, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    file: &'static str,
    line: Option<u64>,
    column: Option<&'static str>,
    what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(formatter, " 行/row {line}")?;
        }
        if let Some(column) = self.column {
            write!(formatter, " 列/column {column}")?;
        }
        write!(formatter, ": {}", self.what)
    }
}

/// How old an animal was when it was insured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Below a year.
    Days(u32),
    /// In whole years.
    Years(u32),
}

impl Age {
    // The data knows two ranges below a year; the middle of each stands for it.
    fn read(text: &str) -> Option<Self> {
        match text {
            "0-7 weeks old" => return Some(Self::Days(28)),
            "8 weeks to 12 months old" => return Some(Self::Days(210)),
            _ => {}
        }
        let (years, unit) = text.split_once(' ')?;
        let years = years.parse().ok().filter(|years| *years <= 100)?;
        matches!(unit, "year old" | "years old").then_some(Self::Years(years))
    }

    /// The day of birth of an animal that was this old on a day.
    pub fn born_on(self, day: NaiveDate) -> NaiveDate {
        let born_on = match self {
            Self::Days(days) => day.checked_sub_days(Days::new(u64::from(days))),
            Self::Years(years) => day.checked_sub_months(Months::new(years * 12)),
        };
        born_on.unwrap_or(day)
    }
}

/// An insured animal with its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Animal {
    /// Its number in the portfolio.
    pub pet: u64,
    /// The policy's number (証券番号), which follows from it.
    pub policy_number: String,
    /// The day on which it was insured.
    pub enrolled_on: NaiveDate,
    /// The species, as the service names it.
    pub species: &'static str,
    /// The breed, where one stands there.
    pub breed: Option<String>,
    /// How old it was then.
    pub age: Age,
    /// The deductible of a visit.
    pub deductible_yen: u64,
    /// How many claims it had.
    pub claims: u32,
    /// The recorded average, as which every claim is entered.
    pub claim_yen: u64,
}

impl Animal {
    /// What each of its claims is expected to pay.
    pub const fn expected_each(&self) -> u64 {
        expected_payout(self.claim_yen, self.deductible_yen)
    }
}

/// Reads both files of a folder.
///
/// # Errors
/// The first mistake in them.
pub fn read_folder(folder: &Path) -> Result<Vec<Animal>, Mistake> {
    let open = |file: &'static str| {
        let path = folder.join(file);
        std::fs::File::open(&path).map_err(|error| Mistake { file, line: None, column: None, what: format!("{}: {error}", path.display()) })
    };
    read(open(PETS)?, open(CLAIMS)?)
}

/// Reads both files.
///
/// # Errors
/// The first mistake in them.
pub fn read(pets: impl Read, claims: impl Read) -> Result<Vec<Animal>, Mistake> {
    let pets = Table::read(PETS, pets, &["PetId", "EnrollDate", "Species", "Breed", "PetAge", "Deductible"])?;
    let claims = Table::read(CLAIMS, claims, &["NumClaimsYr1", "AvgClaimsYr1"])?;
    if pets.rows.len() != claims.rows.len() {
        let what = format!("{} 行ありますが、{PETS} は {} 行です / {0} rows, but {PETS} has {1}", claims.rows.len(), pets.rows.len());
        return Err(Mistake { file: CLAIMS, line: None, column: None, what });
    }
    let mut seen = BTreeSet::new();
    let rows = pets.rows.iter().zip(&claims.rows);
    rows.map(|(pet, claim)| animal(&Row { table: &pets, cells: pet }, &Row { table: &claims, cells: claim }, &mut seen)).collect()
}

fn animal(pet: &Row<'_>, claim: &Row<'_>, seen: &mut BTreeSet<u64>) -> Result<Animal, Mistake> {
    let number = pet.cell("PetId", "番号ではありません / not a number", |text| text.parse::<u32>().ok().map(u64::from))?;
    if !seen.insert(number) {
        return Err(pet.mistake("PetId", &format!("{number} が重複しています / {number} stands there twice")));
    }
    Ok(Animal {
        pet: number,
        policy_number: format!("PET-{number:08}"),
        enrolled_on: pet.cell("EnrollDate", "日付ではありません / not a date like 9/18/18", calendar::enrolment)?,
        species: pet.cell("Species", "Dog, Cat, Bird, Rabbit, Other のいずれかです / none of those", species)?,
        breed: pet.cell("Breed", "長すぎます / too long", breed)?,
        age: pet.cell("PetAge", "年齢ではありません / not an age like \"3 years old\"", Age::read)?,
        deductible_yen: pet.cell("Deductible", "金額ではありません / not an amount in dollars", yen)?,
        claims: claim.cell("NumClaimsYr1", "0–335 の数ではありません / not a number from 0 to 335", |text| {
            text.parse().ok().filter(|count| *count <= CLAIMS_MAXIMUM)
        })?,
        claim_yen: claim.cell("AvgClaimsYr1", "金額ではありません / not an amount in dollars", yen)?,
    })
}

fn species(text: &str) -> Option<&'static str> {
    ["dog", "cat", "bird", "rabbit", "other"].into_iter().find(|known| text.eq_ignore_ascii_case(known))
}

// As many characters as the service takes.
fn breed(text: &str) -> Option<Option<String>> {
    (text.chars().count() <= 100).then(|| Some(text.to_owned()).filter(|text| !text.is_empty()))
}

/// A file as it was read: for each row its line and the cells of the columns that are wanted.
struct Table {
    file: &'static str,
    columns: &'static [&'static str],
    rows: Vec<(u64, Vec<String>)>,
}

struct Row<'t> {
    table: &'t Table,
    cells: &'t (u64, Vec<String>),
}

impl Table {
    fn read(file: &'static str, input: impl Read, columns: &'static [&'static str]) -> Result<Self, Mistake> {
        let mistake = |line, what| Mistake { file, line, column: None, what };
        let broken = |error: csv::Error| mistake(error.position().map(csv::Position::line), error.to_string());
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
        let header = reader.headers().map_err(broken)?.clone();
        let names: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
        let missing =
            |column| Mistake { column: Some(column), ..mistake(Some(1), "列がありません / the column is missing".to_owned()) };
        let place = |column: &&'static str| names.iter().position(|name| name == column).ok_or_else(|| missing(column));
        let places: Vec<usize> = columns.iter().map(place).collect::<Result<_, _>>()?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, places.iter().map(|place| record.get(*place).unwrap_or_default().to_owned()).collect()));
        }
        Ok(Self { file, columns, rows })
    }
}

impl Row<'_> {
    fn cell<T>(&self, column: &'static str, what: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Mistake> {
        let place = self.table.columns.iter().position(|name| *name == column);
        let text = place.and_then(|place| self.cells.1.get(place)).map_or("", String::as_str);
        read(text).ok_or_else(|| self.mistake(column, &format!("{what}: {text:?}")))
    }

    fn mistake(&self, column: &'static str, what: &str) -> Mistake {
        Mistake { file: self.table.file, line: Some(self.cells.0), column: Some(column), what: what.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PET_HEADER: &str = "PetId,EnrollDate,Species,Breed,PetAge,Premium,Deductible,EnrollPath\n";
    const CLAIM_HEADER: &str = "Species,AgeYr1,NumClaimsYr1,AmtClaimsYr1,AvgClaimsYr1\n";
    const PET: &str = "7,9/18/18 17:51,Dog,\"Mixed, small\",3 years old,84.54,200,Web\n";
    const CLAIM: &str = "Dog,3,2,377.56,188.78\n";

    fn read_text(pets: &str, claims: &str) -> Result<Vec<Animal>, String> {
        read(pets.as_bytes(), claims.as_bytes()).map_err(|mistake| mistake.to_string())
    }

    fn with(pets: &str, claims: &str) -> Result<Vec<Animal>, String> {
        read_text(&format!("{PET_HEADER}{pets}"), &format!("{CLAIM_HEADER}{claims}"))
    }

    #[test]
    fn a_row_of_each_file_makes_an_animal() {
        let animals = with(PET, CLAIM).unwrap();
        let expected = Animal {
            pet: 7,
            policy_number: "PET-00000007".into(),
            enrolled_on: "2018-09-18".parse().unwrap(),
            species: "dog",
            breed: Some("Mixed, small".into()),
            age: Age::Years(3),
            deductible_yen: 30_000,
            claims: 2,
            claim_yen: 28_317,
        };
        assert_eq!(animals, [expected]);
        // (28,317 - 30,000) is below nothing.
        assert_eq!(animals[0].expected_each(), 0);
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_after_a_byte_order_mark() {
        let pets = "\u{feff}Deductible,PetAge,Breed,Species,EnrollDate,PetId\r\n0,0-7 weeks old,,cat,2018-01-02,1\r\n";
        let animals = read_text(pets, "AvgClaimsYr1,NumClaimsYr1\r\n10.0,1\r\n").unwrap();
        let [animal] = animals.as_slice() else { panic!("{animals:?}") };
        assert_eq!((animal.species, animal.breed.clone(), animal.expected_each()), ("cat", None, 1_050));
        assert_eq!(animal.age.born_on("2025-01-29".parse().unwrap()).to_string(), "2025-01-01");
    }

    #[test]
    fn a_mistake_names_file_row_and_column() {
        let more = PET.replace("7,", "8,");
        for (pets, claims, named) in [
            (PET.replace("200", "two"), CLAIM.to_owned(), "pets.csv 行/row 2 列/column Deductible"),
            (PET.replace("Dog", "Dragon"), CLAIM.to_owned(), "pets.csv 行/row 2 列/column Species"),
            (PET.replace("9/18", "18/9"), CLAIM.to_owned(), "pets.csv 行/row 2 列/column EnrollDate"),
            (PET.replace("3 years", "some years"), CLAIM.to_owned(), "pets.csv 行/row 2 列/column PetAge"),
            (format!("{PET}{}", more.replace("8,", "eight,")), format!("{CLAIM}{CLAIM}"), "pets.csv 行/row 3 列/column PetId"),
            (format!("{PET}{PET}"), format!("{CLAIM}{CLAIM}"), "pets.csv 行/row 3 列/column PetId: 7 が重複"),
            (PET.to_owned(), CLAIM.replace(",2,", ",-2,"), "claims-first-year.csv 行/row 2 列/column NumClaimsYr1"),
            (PET.to_owned(), CLAIM.replace(",2,", ",336,"), "claims-first-year.csv 行/row 2 列/column NumClaimsYr1"),
            (PET.to_owned(), CLAIM.replace("188.78", "1e2"), "claims-first-year.csv 行/row 2 列/column AvgClaimsYr1"),
            (format!("{PET}{more}"), CLAIM.to_owned(), "claims-first-year.csv: 1 行ありますが、pets.csv は 2 行です"),
        ] {
            let told = with(&pets, &claims).unwrap_err();
            assert!(told.starts_with(named), "{told}");
        }
    }

    #[test]
    fn a_missing_column_a_short_row_and_a_missing_file_are_told() {
        let told = read_text("PetId\n1\n", CLAIM_HEADER).unwrap_err();
        assert!(told.starts_with("pets.csv 行/row 1 列/column EnrollDate"), "{told}");
        let told = with("7,9/18/18\n", CLAIM).unwrap_err();
        assert!(told.starts_with("pets.csv 行/row 2"), "{told}");
        let told = read_folder(Path::new("/nowhere")).unwrap_err().to_string();
        assert!(told.starts_with("pets.csv: /nowhere/pets.csv"), "{told}");
    }

    #[test]
    fn the_sample_of_the_project_is_sound_and_has_its_edges() {
        let animals = read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/load")).unwrap();
        assert_eq!(animals.len(), 40);
        assert_eq!(animals.iter().map(|animal| animal.claims).sum::<u32>(), 60);
        let some = |wanted: fn(&&Animal) -> bool| animals.iter().any(|animal| wanted(&animal));
        assert!(some(|animal| animal.claims == 0) && some(|animal| animal.claims >= 12));
        assert!(some(|animal| animal.claims > 0 && animal.deductible_yen == 0));
        assert!(some(|animal| animal.claims > 0 && animal.deductible_yen > animal.claim_yen));
        assert!(some(|animal| animal.claims > 0 && animal.deductible_yen == animal.claim_yen));
    }
}
