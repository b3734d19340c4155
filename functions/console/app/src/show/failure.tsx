// What went wrong, in words that help: what it is, whether trying again helps, and what to tell the support desk.
import { Button, Cluster, InformationPanel, Stack, Text } from "smarthr-ui";
import { Link, useLocation, useParams } from "react-router";
import { asProblem } from "~/api/problem";
import { useText, words } from "~/text/text";
import { listAbove } from "./place";

const text = words({
  network: { ja: "サービスにつながりません。ネットワークを確かめて、もう一度お試しください。", en: "The service can't be reached. Check your network and try again." },
  failed: { ja: "うまくいきませんでした。", en: "Something went wrong." },
  passing: { ja: "少し待ってから、もう一度お試しください。入力したものは残っています。", en: "Wait a moment and try again. What you entered is kept." },
  page: { ja: "画面の表示に失敗しました。新しい版に変わったためかもしれません。もう一度読み込んでください。", en: "This page failed. A new version may have come; please load it again." },
  missing: { ja: "見つかりませんでした。削除されたか、別の組織のものです。", en: "Not found: it was removed, or belongs to another organization." },
  request: { ja: "お問い合わせのときは、この番号をお知らせください：{id}", en: "If you ask the support desk, give this number: {id}" },
  again: { ja: "もう一度", en: "Try again" },
  list: { ja: "一覧へ", en: "To the list" },
  home: { ja: "ホームへ", en: "To the start" },
  heading: { ja: "エラー", en: "Error" },
});

/** A problem's own words, or ours where it has none. */
export function useReason(): (error: unknown) => string {
  const t = useText(text);
  return (error) => {
    const problem = asProblem(error);
    if (problem.status === 0) return t("network");
    if (problem.code === "page_failed") return t("page");
    if (problem.status === 404) return t("missing");
    return problem.message || t("failed");
  };
}

/** A problem in the place of what it kept from being shown or done. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useText(text);
  const reason = useReason();
  const problem = asProblem(error);
  const fields = problem.fields.filter((field) => field.message);
  return (
    <InformationPanel type="error" toggleable={false} title={t("heading")} role="alert">
      <Stack gap={0.5}>
        <Text>{reason(error)}</Text>
        {fields.length > 0 && (
          <ul className="failure-fields">
            {fields.map((field) => (
              <li key={field.field}>{field.message}</li>
            ))}
          </ul>
        )}
        {problem.isPassing && problem.status !== 0 && problem.code !== "page_failed" && <Text size="S">{t("passing")}</Text>}
        {problem.requestId && (
          <Text size="S" color="TEXT_GREY">
            {t("request", { id: problem.requestId })}
          </Text>
        )}
        {retry && (
          <Cluster>
            {problem.status === 404 ? (
              <Elsewhere />
            ) : (
              <Button size="s" onClick={retry}>
                {t("again")}
              </Button>
            )}
          </Cluster>
        )}
      </Stack>
    </InformationPanel>
  );
}

// Asked for again, what isn't there is no more there than before: the way on leads to the list that it would be in.
function Elsewhere() {
  const t = useText(text);
  const { pathname } = useLocation();
  const list = listAbove(pathname, useParams().id);
  return <Link to={list ?? "/"}>{t(list ? "list" : "home")}</Link>;
}
