//! One premium's history.

use super::{Counts, Draw};
use crate::escott::{LocalEscott, merchant};
use chrono::TimeDelta;
use shared::adapters::escott::{answer, order, wire};
use shared::charging;
use shared::domain::card::CardMember;
use shared::domain::claim::Approver;
use shared::domain::id::{AccountId, Identifier, PolicyId, PolicyholderId, PremiumId, ProductId, Unique};
use shared::domain::premium::{ChargeState, Premium, PremiumAmount, PremiumRules, PremiumSubject, Situation, Step};
use shared::domain::time::{Timestamp, day};
use shared::ports::{CardAnswer, CardRequest};
use std::collections::BTreeMap;

/// A run is stopped after so many seconds.
const RUN_SECONDS: u64 = 300;
/// A request may lie about in the network and before the card company's door for so many seconds.
const DELAY_SECONDS: u64 = 120;
const NUMBER: &str = "4111111111111111";

/// What was asked for, on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Charge,
    Search,
    Refund,
}

enum Event {
    /// The clock strikes for the job.
    Strike,
    /// A run asks, after a stall.
    Ask(Asked, u32),
    /// A request arrives that nobody waits for any longer.
    Arrive(&'static str, Vec<u8>),
}

pub struct History<'c> {
    draw: Draw,
    now: Timestamp,
    // The store: one record, with its version.
    pub(super) premium: Premium,
    version: u64,
    pub(super) escott: LocalEscott,
    member: CardMember,
    card: Option<Timestamp>,
    waiting: BTreeMap<(Timestamp, u64), Event>,
    events: u64,
    // In percent; 0 once everything is well again.
    faults: u64,
    refunds: bool,
    // A card that never does, or none at all.
    hopeless: bool,
    pub(super) counts: &'c mut Counts,
}

fn beginning() -> Timestamp {
    chrono::DateTime::parse_from_rfc3339("2026-10-10T09:00:00+09:00").unwrap()
}

impl<'c> History<'c> {
    pub fn new(seed: u64, counts: &'c mut Counts) -> Self {
        let (mut draw, now) = (Draw(seed), beginning());
        let unique = Unique::new(now, [1; 10]);
        let member = CardMember { id: "m1".into(), password: "p1".into() };
        let (id, policy) = (PremiumId::from_unique(unique), PolicyId::from_unique(unique));
        let subject =
            PremiumSubject { id, policy, policyholder: PolicyholderId::from_unique(unique), product: ProductId::from_unique(unique) };
        let escott = LocalEscott::in_memory();
        let token = escott.token(NUMBER).unwrap().parse().unwrap();
        let form = wire::encode(&merchant(), &wire::Order::AddMember(&member, &token), "", day(now));
        assert!(escott.handle(wire::MEMBER_PATH, form.as_bytes()).ends_with("ResponseCd=OK"));
        let amount = PremiumAmount::new(1 + u32::try_from(draw.below(9_999_999)).unwrap()).unwrap();
        let (hopeless, card) = (draw.percent(15), draw.percent(95).then_some(now - TimeDelta::days(1)));
        if hopeless {
            escott.decline(&member.id, Some("G60"));
        }
        let (faults, refunds) = (draw.below(70), draw.percent(30));
        let premium = Premium::intend(subject, day(now), amount, now);
        let (waiting, version) = (BTreeMap::new(), 1);
        let mut history = Self { draw, now, premium, version, escott, member, card, waiting, events: 0, faults, refunds, hopeless, counts };
        history.after(TimeDelta::zero(), Event::Strike);
        history
    }

    fn after(&mut self, delay: TimeDelta, event: Event) {
        self.events += 1;
        self.waiting.insert((self.now + delay, self.events), event);
    }

    fn seconds(&mut self, most: u64) -> TimeDelta {
        TimeDelta::seconds(i64::try_from(self.draw.below(most + 1)).unwrap())
    }

    pub(super) fn name(&self) -> String {
        self.premium.id.to_string()
    }

    // A write on the condition of the version that was read.
    fn commit(&mut self, read: u64, next: Premium) -> bool {
        let holds = self.version == read;
        if holds {
            (self.premium, self.version) = (next, read + 1);
        }
        holds
    }

    fn cut_off(&mut self) -> bool {
        let cut = self.draw.percent(self.faults / 4);
        if cut {
            self.counts.add("runs cut off");
        }
        cut
    }

    pub fn play(&mut self) {
        while let Some(((at, _), event)) = self.waiting.pop_first() {
            self.now = self.now.max(at);
            match event {
                Event::Strike => self.strike(),
                Event::Ask(asked, attempt) => self.ask(asked, attempt),
                Event::Arrive(path, form) => drop(self.escott.handle(path, &form)),
            }
            let booked = self.escott.charges(&self.name());
            assert!(booked.len() <= 1, "charged twice: {booked:?}");
        }
    }

    // Two runs at once are possible: one that stalls, and the next.
    fn strike(&mut self) {
        self.weather();
        for _ in 0..8 {
            if !self.step() {
                break;
            }
        }
        if self.premium.look_at.is_some() {
            let next = self.premium.look_at.unwrap().max(self.now + TimeDelta::minutes(10));
            let late = self.seconds(60);
            self.after(next - self.now + late, Event::Strike);
        } else if self.premium.state == ChargeState::Charged && std::mem::take(&mut self.refunds) {
            self.counts.add("refunds");
            let part = self.draw.percent(50).then(|| PremiumAmount::new(1 + self.premium.amount_yen.get() / 2).unwrap());
            let account = AccountId::from_unique(Unique::new(self.now, [3; 10]));
            let approver = Approver { account, limit_yen: Some(self.premium.amount_yen.yen()) };
            self.premium = self.premium.clone().refund(part, approver, self.now).unwrap();
            self.version += 1;
            self.after(TimeDelta::minutes(1), Event::Strike);
        }
    }

    // What changes around it: cards are declined and accepted again, removed and registered; in time everything is well.
    fn weather(&mut self) {
        let member = self.member.id.clone();
        if self.now - beginning() > TimeDelta::days(45) {
            self.faults = 0;
        }
        match self.draw.below(10) {
            _ if self.hopeless => {}
            0 if self.faults > 0 => {
                let codes = ["G55", "G30", "C13", "G60", "G12", "K98|G55", "C13|G56"];
                let place = usize::try_from(self.draw.below(codes.len() as u64)).unwrap();
                self.escott.decline(&member, Some(codes[place]));
            }
            1 | 2 => self.escott.decline(&member, None),
            3 if self.card.is_some() => self.card = None,
            4 | 5 => self.card = Some(self.now),
            _ => {}
        }
    }

    // One step of a run; whether the run goes on.
    fn step(&mut self) -> bool {
        let situation = Situation { card_registered_at: self.card, rules: PremiumRules::default(), lapsed: false };
        let (read, premium, now) = (self.version, self.premium.clone(), self.now);
        let next = match premium.next_step(&situation, now) {
            Step::Wait => return false,
            Step::Look => premium.looked_at(now),
            Step::Tell(step) => premium.told(step),
            Step::GiveUp => premium.given_up(now),
            Step::Refuse(decline) => premium.declined(decline, now),
            Step::Send(card) => {
                let sent = premium.send(card, now).unwrap();
                let attempt = sent.attempts;
                if !self.cut_off() && self.commit(read, sent) && !self.cut_off() {
                    self.stalled(Asked::Charge, attempt);
                }
                return false;
            }
            Step::Search => {
                self.stalled(Asked::Search, premium.attempts);
                return false;
            }
            Step::Refund => {
                self.stalled(Asked::Refund, premium.attempts);
                return false;
            }
        };
        !self.cut_off() && self.commit(read, next.unwrap())
    }

    fn stalled(&mut self, asked: Asked, attempt: u32) {
        let stall = if self.draw.percent(self.faults) { self.seconds(RUN_SECONDS) } else { TimeDelta::zero() };
        self.after(stall, Event::Ask(asked, attempt));
    }

    fn ask(&mut self, asked: Asked, attempt: u32) {
        let (name, member, asking) = (self.name(), self.member.clone(), self.premium.clone());
        let receipt = asking.receipt.as_ref().and_then(|receipt| receipt.get()).cloned();
        let request = match asked {
            Asked::Charge => charging::charge(&asking, &member, &name),
            Asked::Search => CardRequest::Search(&name),
            Asked::Refund => match (charging::refund(&asking, receipt.as_ref().unwrap(), &name), asking.state) {
                (Ok(request), ChargeState::Refunding) => request,
                _ => return,
            },
        };
        self.counts.add(match asked {
            Asked::Charge => "charges sent",
            Asked::Search => "searches",
            Asked::Refund => "refunds sent",
        });
        let answer = self.exchange(request);
        if self.cut_off() {
            return;
        }
        // The record as it is by now: what was asked for may have been found or asked for again by another run.
        let (read, premium, now) = (self.version, self.premium.clone(), self.now);
        if premium.attempts != attempt {
            return;
        }
        let moved = match asked {
            Asked::Charge => charging::after_charge(premium, answer, now),
            Asked::Search => charging::after_search(premium, answer, now),
            Asked::Refund => charging::after_refund(premium, answer, now),
        };
        if let Ok((next, _)) = moved {
            self.commit(read, next);
        }
        // The run goes on, if only to tell.
        while self.step() {}
    }

    // A request and its answer, over the wire form and with the faults of networks and card companies.
    fn exchange(&mut self, request: CardRequest<'_>) -> CardAnswer {
        let (order, name) = order(request);
        let form = wire::encode(&merchant(), &order, name, day(self.now)).as_bytes().to_vec();
        let path = order.path();
        let lost = || CardAnswer::Lost("made up".into());
        if !self.draw.percent(self.faults) {
            return answer(&order, name, self.escott.handle(path, &form).as_bytes());
        }
        self.counts.add("faults");
        match self.draw.below(6) {
            0 => lost(),
            1 => {
                let _lost = self.escott.handle(path, &form);
                lost()
            }
            2 => {
                let delay = self.seconds(DELAY_SECONDS);
                self.after(delay, Event::Arrive(path, form));
                lost()
            }
            3 => answer(&order, name, crate::escott::answer::refusal(&form, "K98").as_bytes()),
            4 => {
                let _done = self.escott.handle(path, &form);
                answer(&order, name, crate::escott::answer::refusal(&form, "K96").as_bytes())
            }
            _ => answer(&order, name, b"<html>busy</html>"),
        }
    }
}
