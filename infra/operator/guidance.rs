//! What the operator is told of the commands.

use crate::catalogue::{Callable, Catalogue};
use crate::fields::{Form, members, of};
use crate::language::pick;
use crate::show::table;
use serde_json::{Value, json};
use shared::caller::Language;

/// How the command line is used.
pub fn usage(language: Language) -> String {
    pick(
        language,
        "\
運営者のコマンド

  operator list                            関数と定期処理の一覧
  operator 関数 --help                     入力項目
  operator 関数 --項目 値 …                実行する(title.ja のような項目はその名前で、一覧は繰り返し)
  operator 関数 '{…}'                      JSONで実行する(- は標準入力、@ファイルも可)

  値が @ファイル なら中身、@- なら標準入力を使います(秘密の値はこちらで)。

  --as 名前   ローカルでの運営者: alice(既定)または bob。OPERATOR でも指定できます
  --aws       AWSで実行する。AWS_REGION、APPLICATION、運営者の認証情報、aws コマンドが必要です
  --yes       取り消せない操作でも確認しない
  --json      JSONで表示する

  PORT(8080)と STATE_DIR(.local)は make run と同じです。
  終了コード: 0 完了、1 拒否または接続不可、2 入力の誤り(何も送っていません)",
        "\
The operator's command line

  operator list                            functions and scheduled jobs
  operator FUNCTION --help                 what it takes
  operator FUNCTION --field value …        invokes it (title.ja and the like by their path, lists by repeating)
  operator FUNCTION '{…}'                  invokes it with JSON (- is the standard input, @file a file)

  A value of @file is what the file holds, @- what comes on the standard input: for secrets.

  --as NAME   who operates the local cloud: alice (unless named) or bob; OPERATOR says so, too
  --aws       invokes it in AWS, with AWS_REGION, APPLICATION, the operator's credentials, and the aws command
  --yes       doesn't ask before what can't be taken back
  --json      shows JSON

  PORT (8080) and STATE_DIR (.local) are those of make run.
  Exit codes: 0 done, 1 refused or out of reach, 2 the command line is wrong (nothing was sent)",
    )
}

/// The functions and jobs.
pub fn list(catalogue: &Catalogue, for_machines: bool, language: Language) -> String {
    let kind = |callable: &Callable| if callable.is_job { "job" } else { "function" };
    if for_machines {
        let each = |callable: &Callable| {
            let summary = json!({ "ja": callable.summary(Language::Japanese), "en": callable.summary(Language::English) });
            json!({ "name": callable.name, "kind": kind(callable), "summary": summary, "final": callable.is_final, "input": callable.input })
        };
        return Value::Array(catalogue.all().iter().map(each).collect()).to_string();
    }
    let shown = |callable: &Callable| match (language, callable.is_job) {
        (Language::English, _) => kind(callable).to_owned(),
        (Language::Japanese, true) => "定期処理".to_owned(),
        (Language::Japanese, false) => "関数".to_owned(),
    };
    let row = |callable: &Callable| vec![callable.name.to_owned(), shown(callable), callable.summary(language).to_owned()];
    let columns = if language == Language::Japanese { ["名前", "種類", "内容"] } else { ["name", "kind", "what it does"] };
    table(&columns, catalogue.all().iter().map(row).collect())
}

/// What a function takes.
pub fn function(callable: &Callable, language: Language) -> String {
    let mut rows = Vec::new();
    rows_of(&callable.input, ("", true), language, &mut rows);
    let head = format!("{}\n  {}", callable.name, callable.summary(language));
    if rows.is_empty() {
        return format!("{head}\n\n{}", pick(language, "入力項目はありません。", "It takes no fields."));
    }
    let columns = if language == Language::Japanese { ["項目", "", "形式", "説明"] } else { ["field", "", "form", "what it is"] };
    format!("{head}\n\n{}", table(&columns, rows))
}

// What is needed within a member that may be left out isn't needed by itself.
fn rows_of(schema: &Value, (prefix, is_needed): (&str, bool), language: Language, rows: &mut Vec<Vec<String>>) {
    for (name, member, is_required) in members(schema) {
        let path = format!("{prefix}{name}");
        let is_required = is_required && is_needed;
        let needed = if is_required { pick(language, "必須", "required") } else { String::new() };
        let described = member["description"].as_str().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
        match of(member) {
            Form::Members => rows_of(member, (&format!("{path}."), is_required), language, rows),
            form => rows.push(vec![format!("--{path}"), needed, form_in_words(&form, language), described]),
        }
    }
}

fn form_in_words(form: &Form<'_>, language: Language) -> String {
    match form {
        Form::Text => pick(language, "文字列", "text"),
        Form::Choice(choices) => choices.join(" | "),
        Form::Number => pick(language, "整数", "number"),
        Form::TrueOrFalse => "true | false".to_owned(),
        Form::List(item) => {
            let item = form_in_words(&of(item), language);
            pick(language, &format!("{item}(繰り返し可)"), &format!("{item}, repeatable"))
        }
        Form::Members | Form::Any => "JSON".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_functions_fields_are_told_with_form_and_meaning() {
        let catalogue = Catalogue::whole();
        let told = |name: &str| function(catalogue.named(name, Language::English).unwrap(), Language::English);
        let consent = told("organization_mail_consent");
        let line = consent.lines().find(|line| line.contains("--state")).unwrap();
        assert!(line.contains("required") && line.contains("given | taken_back") && line.contains("同意または撤回"), "{consent}");
        let incident = told("incident_open");
        for part in ["--title.ja", "--organizations", "text, repeatable", "--first_report.en"] {
            assert!(incident.contains(part), "{part}: {incident}");
        }
        let needed = |field: &str| incident.lines().find(|line| line.contains(field)).unwrap().contains("required");
        assert!(needed("--title.en") && !needed("--first_report.en"), "{incident}");
        assert!(told("backup_prune").contains("It takes no fields."));
    }

    #[test]
    fn the_list_holds_each_in_both_languages() {
        let catalogue = Catalogue::whole();
        let (japanese, english) = (list(&catalogue, false, Language::Japanese), list(&catalogue, false, Language::English));
        for callable in catalogue.all() {
            assert!(japanese.contains(callable.summary(Language::Japanese)) && english.contains(callable.summary(Language::English)));
        }
        let machines: Value = serde_json::from_str(&list(&catalogue, true, Language::English)).unwrap();
        assert_eq!(machines.as_array().unwrap().len(), catalogue.all().len());
    }
}
