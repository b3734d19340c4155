//! Words for the rules of the field: products, policies, statements, claims.

/// Code, Japanese, English.
pub const TABLE: &[(&str, &str, &str)] = &[
    // Products and policies.
    (
        "coverage_rate_out_of_range",
        "補償割合は1から100までの整数(%)にしてください。",
        "The coverage rate is a whole percentage from 1 to 100.",
    ),
    ("waiting_days_out_of_range", "待機期間が長すぎます。", "The waiting period is too long."),
    (
        "cap_zero",
        "支払限度額は1円以上にしてください。補償しない場合は、その区分を外してください。",
        "A cap is at least 1 yen. Leave out a kind of care that isn't covered.",
    ),
    ("limit_per_year_out_of_range", "年間の支払限度日数・回数が範囲を外れています。", "The limit of days or times a year is out of range."),
    ("yearly_amount_zero", "年間限度額は1円以上にしてください。", "The yearly amount is at least 1 yen."),
    ("no_care_covered", "通院・入院・手術のいずれかを補償してください。", "Cover at least one of visit, stay and operation."),
    ("first_start_after_start", "初年度契約始期日は始期日以前にしてください。", "The first contract can't start after this policy."),
    (
        "policy_has_claims",
        "承認済みの保険金があるため、保険期間をこのようには変更できません。",
        "Claims used this policy's limits: its period can't be changed this way.",
    ),
    ("limit_overrun", "保険年度の支払限度を超えます。", "This would overrun a limit of the policy year."),
    ("limit_underrun", "支払限度の使用状況と合いません。", "The policy's limits don't hold what would be given back."),
    // Statements.
    ("statement_empty", "診療明細を1行以上入力してください。", "A statement has at least one line."),
    ("statement_text_too_long", "明細の文字が多すぎます。請求を分けてください。", "The statement has too much text. Divide the claim."),
    ("closed_days_too_many", "休業日が多すぎます。", "Too many closed days."),
    ("statement_too_long", "診療明細の行が多すぎます。", "The statement has too many lines."),
    ("stay_days_missing", "入院の行には日数が必要です。", "A line for a stay needs its number of days."),
    ("stay_days_unexpected", "日数は入院の行だけに入力できます。", "Only a line for a stay has a number of days."),
    ("stay_days_out_of_range", "入院日数が範囲を外れています。", "The number of days of the stay is out of range."),
    ("stay_days_in_all_too_many", "入院日数の合計が多すぎます。", "The stays have too many days in all."),
    ("stay_ends_before_start", "退院日が入院日より前になっています。", "The discharge lies before the admission."),
    (
        "stay_lengths_too_varied",
        "入院期間の組合せが複雑すぎます。請求を分けてください。",
        "The stays are too varied to be shared out by day. Divide the claim.",
    ),
    ("treated_in_future", "診療日が未来の日付です。", "The treatment lies in the future."),
    // Assessment.
    ("finding_line_unknown", "査定所見の対象となる明細行がありません。", "The finding names a line that the statement doesn't have."),
    ("finding_repeated", "同じ明細行に査定所見が重複しています。", "Two findings name the same line."),
    ("finding_not_in_product", "この商品の免責事由ではありません。", "The product doesn't exclude this."),
    ("finding_is_computed", "この事由は日付と契約条件から自動で判定されます。", "This reason follows from dates and terms by itself."),
    (
        "limits_changed",
        "査定後に支払限度が使われました。もう一度査定してください。",
        "The policy's limits were used since the assessment. Assess the claim again.",
    ),
    // Claims and payouts.
    ("claim_state_forbids", "請求の現在の状態では、この操作はできません。", "The state of the claim doesn't allow this."),
    ("bank_account_missing", "振込先口座を入力してください。", "Enter the account to pay to."),
    ("approver_assessed", "査定した本人は承認・謝絶できません。", "Who assessed a claim can't decide on it."),
    ("approval_limit_exceeded", "承認限度額を超えています。", "The amount is above your approval limit."),
    (
        "nothing_payable",
        "支払額が0円のため承認できません。理由を付けて謝絶してください。",
        "Nothing is payable. Reject the claim with its reasons.",
    ),
    ("claim_already_settled", "承認されたことのある請求は取り下げられません。", "A claim that was approved before can't be withdrawn."),
    ("rejection_reasons_missing", "謝絶の理由を1つ以上選んでください。", "Choose at least one reason for the rejection."),
    ("extension_not_later", "延長後の支払期限は、現在の期限より後にしてください。", "The new due date must be later than the present one."),
    ("extension_too_long", "支払期限をこれほど先まで延ばせません。", "The due date can't be moved that far."),
    ("nothing_to_recover", "返還を受ける金額がありません。", "There is nothing to recover."),
    ("payout_missing", "この請求には支払がありません。", "The claim has no payout."),
    ("payout_state_forbids", "支払の現在の状態では、この操作はできません。", "The state of the payout doesn't allow this."),
    // Cards and premiums.
    ("card_token_invalid", "カードのトークンの形式が違います。", "Not a token of the card company."),
    (
        "card_declined",
        "カードを登録できませんでした。カードを確かめるか、別のカードを使ってください。",
        "The card company didn't take the card. Check it or use another.",
    ),
    ("card_removing", "カードの削除中です。しばらくしてからやり直してください。", "The card is being removed. Try again in a while."),
    (
        "card_number_refused",
        "カード番号は送らないでください。カード会社のスクリプトで作ったトークンだけを受け付けます。",
        "Never send a card number. Only a token made by the card company's script is taken.",
    ),
    ("policy_or_month", "契約か月のどちらか一方を指定してください。", "Name either a policy or a month."),
    ("premium_out_of_range", "保険料は1円から9,999,999円までにしてください。", "A premium is 1 to 9,999,999 yen."),
    ("grace_months_out_of_range", "猶予期間は6か月までにしてください。", "Grace lasts 6 months at most."),
    ("premium_due_past", "払込期日は今日以降にしてください。", "The first due day must be today or later."),
    (
        "premium_due_overlaps",
        "払込期日は、すでに請求した保険料の期日より後にしてください。",
        "The first due day must be after the last premium that was made.",
    ),
    ("premium_due_outside_period", "払込期日は保険期間内にしてください。", "The first due day must lie in the policy's period."),
    ("premium_state_forbids", "保険料の現在の状態では、この操作はできません。", "The state of the premium doesn't allow this."),
    ("refund_too_large", "返金額が収納額を超えています。", "The refund is more than what is left of the premium."),
    ("policy_lapsed", "この保険契約は失効しています。", "The policy has lapsed."),
    ("payout_amount_zero", "支払額は1円以上にしてください。", "A payout is at least 1 yen."),
];
