//! How many resources CloudFormation counts: a stack holds 500.

/// The limit of one stack.
pub const LIMIT: usize = 500;
/// The number of functions that the product is planned for.
pub const PLANNED_FUNCTIONS: usize = 160;
/// What is kept free for resources that are no functions.
pub const RESERVE: usize = 40;

/// The resources of a template after SAM's transform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many functions there are.
    pub functions: usize,
    /// All resources.
    pub resources: usize,
    /// Those that don't come with functions or areas.
    pub fixed: usize,
}

impl Count {
    /// Counts a template; `bare` is the same one without any function.
    #[must_use]
    pub fn of(template: &str, bare: &str) -> Self {
        let functions = types(template).filter(|kind| *kind == "AWS::Serverless::Function").count();
        Self { functions, resources: types(template).map(weight).sum(), fixed: types(bare).map(weight).sum() }
    }

    /// What it comes to at so many functions, if areas grow with them: an upper bound.
    #[must_use]
    pub const fn at(&self, functions: usize) -> usize {
        match self.functions {
            0 => self.fixed,
            now => self.fixed + ((self.resources - self.fixed) * functions).div_ceil(now),
        }
    }
}

/// The types of a template's resources: they stand two levels deep and nothing else does under that name.
fn types(template: &str) -> impl Iterator<Item = &str> {
    let resources = template.split_once("\nResources:\n").map_or("", |(_, resources)| resources);
    let resources = resources.split_once("\nOutputs:\n").map_or(resources, |(resources, _)| resources);
    resources.lines().filter_map(|line| line.strip_prefix("    Type: "))
}

/// How many resources one becomes. Functions bring no role of SAM's, since they name one of ours.
fn weight(kind: &str) -> usize {
    match kind {
        // The API, its deployment and its stage.
        "AWS::Serverless::Api" => 3,
        _ => 1,
    }
}
