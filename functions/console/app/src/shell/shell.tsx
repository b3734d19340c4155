// The frame of every page of who is signed in: head, menu, place of the page.
import { Button, Cluster, Text } from "smarthr-ui";
import { type CSSProperties, type RefObject, useEffect, useRef, useState } from "react";
import { type Location, NavLink, Outlet, ScrollRestoration, useLocation, useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { queries } from "~/api/queries";
import { forgetDrafts } from "~/draft/forget";
import { forgetEnd } from "~/session/end";
import { SignedIn, useMe } from "~/session/me";
import { holds } from "~/session/role";
import { SessionWatch } from "~/session/watch";
import { signOut as signOutEverywhere } from "~/session/whose";
import { useLanguage } from "~/text/language";
import { useLocale, useText, words } from "~/text/text";
import { type Group, groups } from "./areas";

const text = words({
  menu: { ja: "メニュー", en: "Menu" },
  signOut: { ja: "ログアウト", en: "Sign out" },
  account: { ja: "{name}の設定", en: "Settings of {name}" },
  language: { ja: "English", en: "日本語" },
  skip: { ja: "本文へ", en: "Skip to content" },
});

// Every page that is opened by its address is a "default" one: by that alone it would begin where another one was left.
const placeKey = ({ key, pathname }: Location): string => (key === "default" ? pathname : key);

export function Shell() {
  return (
    <SignedIn>
      <SessionWatch />
      <Frame />
    </SignedIn>
  );
}

function Frame() {
  const t = useText(text);
  const place = useLocation();
  const main = useRef<HTMLElement>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const head = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    setMenuOpen(false);
    // A screen reader goes on at the new page; the first page is read from its top anyway.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [place.pathname]);
  return (
    <div className="shell" onKeyDown={({ key }) => key === "Escape" && setMenuOpen(false)}>
      <a className="skip" href="#main">{t("skip")}</a>
      <Head place={head} toggleMenu={() => setMenuOpen(!isMenuOpen)} isMenuOpen={isMenuOpen} />
      <Menu isOpen={isMenuOpen} below={head} />
      <main id="main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <ScrollRestoration getKey={placeKey} />
    </div>
  );
}

interface HeadProps {
  place: RefObject<HTMLElement | null>;
  toggleMenu: () => void;
  isMenuOpen: boolean;
}

function Head({ place, toggleMenu, isMenuOpen }: HeadProps) {
  const t = useText(text);
  const me = useMe();
  const navigate = useNavigate();
  const { other, choose } = useLanguage();
  const signOut = async () => {
    // Whatever it answers, nothing of the session is kept here.
    forgetDrafts();
    forgetEnd();
    await answer(api.DELETE("/api/sessions/current")).catch(() => {});
    signOutEverywhere();
    // In this order: what is cleared below a page would be asked for anew by it, and lead back to it after the next sign-in.
    await navigate("/sign-in");
    queries.clear();
  };
  return (
    <header className="head" ref={place}>
      <div className="head-menu">
        <Button size="s" aria-expanded={isMenuOpen} aria-controls="menu" onClick={toggleMenu}>{t("menu")}</Button>
      </div>
      <Text weight="bold" className="head-name">{me.organization.name}</Text>
      <Cluster gap={0.5} align="center" className="head-actions">
        <Button size="s" variant="text" lang={other} onClick={() => choose(other)}>{t("language")}</Button>
        <NavLink to="/account" className="head-account" aria-label={t("account", { name: me.name })}>{me.name}</NavLink>
        <Button size="s" onClick={() => void signOut()}>{t("signOut")}</Button>
      </Cluster>
    </header>
  );
}

function Menu({ isOpen, below }: { isOpen: boolean; below: RefObject<HTMLElement | null> }) {
  const t = useText(text);
  // On a phone the head takes one line or two.
  const style = { "--head-height": `${below.current?.offsetHeight ?? 0}px` } as CSSProperties;
  return (
    <nav id="menu" className={isOpen ? "menu menu-open" : "menu"} style={isOpen ? style : undefined} aria-label={t("menu")}>
      {groups.map((group, place) => (
        <MenuGroup key={place} group={group} />
      ))}
    </nav>
  );
}

function MenuGroup({ group }: { group: Group }) {
  const locale = useLocale();
  const { roles } = useMe();
  const entries = group.areas.flatMap((area) => area.entry ?? []).filter((entry) => holds(roles, entry.role));
  if (entries.length === 0) return null;
  return (
    <div className="menu-group">
      {group.name && <div className="menu-title">{group.name[locale]}</div>}
      <ul>
        {entries.map((entry) => (
          <li key={entry.path}>
            <NavLink to={entry.path} end={entry.path === "/"}>{entry.name[locale]}</NavLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
