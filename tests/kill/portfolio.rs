//! Small portfolios for the loader, each of animals that no other has.

use crate::draw::Draw;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Few enough that several portfolios are loaded in a test, so that loaders also finish and compare their sums.
const ANIMALS: u64 = 24;

/// A folder with a portfolio's files.
pub struct Portfolio {
    root: PathBuf,
    number: u64,
}

impl Portfolio {
    /// The first one.
    pub fn first(root: &Path) -> Self {
        Self { root: root.to_owned(), number: 1 }.written()
    }

    /// The next one.
    pub fn next(&self) -> Self {
        Self { root: self.root.clone(), number: self.number + 1 }.written()
    }

    /// Where its files lie.
    pub fn folder(&self) -> PathBuf {
        self.root.join(self.number.to_string())
    }

    fn written(self) -> Self {
        let mut pets = "PetId,EnrollDate,Species,Breed,PetAge,Deductible\n".to_owned();
        let mut claims = "NumClaimsYr1,AvgClaimsYr1\n".to_owned();
        let mut draw = Draw::new(self.number);
        for animal in 0..ANIMALS {
            let pet = self.number * 1_000 + animal;
            let (month, day, deductible) = (1 + draw.below(12), 1 + draw.below(28), 100 * draw.below(3));
            writeln!(pets, "{pet},{month}/{day}/18 10:00,Dog,Shiba Inu,2 years old,{deductible}").unwrap();
            // About one in six is below the largest deductible, so that rejections are among them.
            writeln!(claims, "{},{}.{:02}", draw.below(5), 50 + draw.below(800), draw.below(100)).unwrap();
        }
        std::fs::create_dir_all(self.folder()).unwrap();
        std::fs::write(self.folder().join("pets.csv"), pets).unwrap();
        std::fs::write(self.folder().join("claims-first-year.csv"), claims).unwrap();
        self
    }
}
