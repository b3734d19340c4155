//! `cargo sync` writes the generated files; `cargo sync --check` says which of them differ, and fails if one does.

use std::fs;
use std::process::ExitCode;
use sync::{Error, LIMIT, PLANNED_FUNCTIONS, Result};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => run(false),
        ["--check"] => run(true),
        _ => Err(Error::new("usage: cargo sync [--check]")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes or checks; whether all is in order.
fn run(check: bool) -> Result<bool> {
    let root = sync::root();
    let mut in_order = true;
    for (path, content) in sync::generate(&root)? {
        let file = root.join(path);
        if fs::read_to_string(&file).is_ok_and(|present| present == content) {
            continue;
        }
        if check {
            println!("{path} differs from what `cargo sync` makes");
            in_order = false;
        } else {
            fs::write(&file, content).map_err(|error| Error::file(&file, &error))?;
            println!("wrote {path}");
        }
    }
    let count = sync::count(&root)?;
    println!(
        "{} functions, {} CloudFormation resources of {LIMIT}; {} at {PLANNED_FUNCTIONS} functions",
        count.functions,
        count.resources,
        count.at(PLANNED_FUNCTIONS)
    );
    Ok(in_order)
}
