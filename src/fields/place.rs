//! fields/place: what a document says about itself to the place it is about. In: title, publishers, text, and what a person wrote into
//! the manifest. Out: a [`Jurisdiction`] with its evidence; where the text cannot decide, the candidates and no code.

mod branch;
mod fitting;
mod tally;
mod told;
mod unlisted;
mod weigh;
mod zone;

use crate::evidence::{At, Cell, Places, State, Text, Value};
use crate::finding::{Finding, Staged};
use crate::item::{Jurisdiction, Level, PlaceRef};
use crate::tables::Tables;
use crate::tables::divisions::{Division, Divisions, Mention};
use crate::tables::known::Known;
use crate::tables::words::Words;
use crate::text::is_han;
pub(in crate::fields) use branch::{Branch, branch};
use std::collections::{BTreeMap, BTreeSet};
use tally::{Named, Tally};
use told::{described, place_ambiguous, place_not_in_list, place_renamed, place_unresolved};
use weigh::{Margin, Outcome};

/// What a document gives to find its place by.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaceClues<'a> {
    /// Its title.
    pub title: Option<&'a Value<Text>>,
    /// The publisher of each item: its name without blanks, its raw text, where it stands.
    pub publishers: &'a [(Text, Text, Places)],
    /// The decoded lines, for formats with lines.
    pub lines: &'a [Text],
    /// The cells that stand in no line: those of workbooks and of tables in pages and Word documents.
    pub cells: &'a [Cell],
    /// The folders that a person put it in, with `/` between.
    pub folder: Option<&'a str>,
    /// The place (name or code) that a person wrote into `raw/sources.toml`.
    pub manifest: Option<&'a str>,
}

/// The place that a document is about. The strongest clue that names one decides: manifest, title, publishers, text; what they leave open the
/// folder may decide.
pub fn jurisdiction(clues: &PlaceClues, tables: &Tables) -> Staged<Jurisdiction> {
    let mut search = Search {
        clues,
        divisions: &tables.divisions,
        known: &tables.known,
        words: &tables.words,
        context: Tally::of(clues.lines, clues.cells, &tables.divisions),
    };
    let text = search.context.clone();
    search.add_leading_names();
    let found = search.manifest().or_else(|| search.title()).or_else(|| search.publishers()).or_else(|| search.text(&text));
    search.or_folder(found).unwrap_or_else(unresolved)
}

/// The search for one document's place.
struct Search<'a> {
    clues: &'a PlaceClues<'a>,
    divisions: &'a Divisions,
    known: &'a Known,
    words: &'a Words,
    /// Every name in the document: it tells apart places of one name.
    context: Tally,
}

/// How a place was found.
#[derive(Clone, Copy)]
struct Rule {
    name: &'static str,
    state: State,
}

const MANIFEST: Rule = Rule { name: "manifest", state: State::Reviewed };
const TITLE: Rule = Rule { name: "title", state: State::Stated };
const PUBLISHER: Rule = Rule { name: "publisher", state: State::Stated };
const FORMER: Rule = Rule { name: "former-name", state: State::Inferred };
const FOLDER: Rule = Rule { name: "folder", state: State::Inferred };
const TEXT: Rule = Rule { name: "text-names-place", state: State::Inferred };

/// What parts the places of a list.
const LIST_SIGNS: [char; 7] = ['、', '，', ',', '和', '与', '及', '/'];

impl Search<'_> {
    /// Names at the beginning of title, publishers and manifest tell places apart even where running text would not count them.
    fn add_leading_names(&mut self) {
        let title = self.clues.title.and_then(|title| title.value.as_deref());
        let texts = title.into_iter().chain(self.clues.publishers.iter().map(|(name, ..)| &**name)).chain(self.clues.manifest);
        for mention in texts.flat_map(|text| self.divisions.leading(&tally::joined(text))) {
            self.context.add_mention(&mention, true, []);
        }
    }

    fn manifest(&self) -> Option<Staged<Jurisdiction>> {
        let name = self.clues.manifest.map(tally::joined).filter(|name| !name.is_empty())?;
        if let Some(division) = self.divisions.get(&name) {
            return Some(self.found(division, MANIFEST, Places::new()));
        }
        Some(self.named_in(&name, MANIFEST, &Places::new(), &name).unwrap_or_else(|| self.unlisted(None, &name, MANIFEST, Places::new())))
    }

    /// `found`; where it is open, the place that the innermost folder with a place names, or the one of that name within it.
    fn or_folder(&self, found: Option<Staged<Jurisdiction>>) -> Option<Staged<Jurisdiction>> {
        let open = found.as_ref().map(|found| &found.output);
        let is_open = |place: &Jurisdiction| place.state == State::Ambiguous && place.rule.as_deref() != Some(MANIFEST.name);
        let mut folders = self.clues.folder.filter(|_| open.is_none_or(is_open)).into_iter().flat_map(|folder| folder.rsplit('/'));
        let named = folders.find_map(|folder| {
            let named = self.named_in(&tally::joined(folder), FOLDER, &Places::new(), folder)?;
            named.output.code.is_some().then_some(named)
        });
        let Some((code, named)) = named.and_then(|named| Some((named.output.code.clone()?, named))) else { return found };
        let Some(open) = open else { return Some(named) };
        let bearers = open.name.iter().flat_map(|name| self.divisions.named(name));
        let possible = bearers.chain(open.candidates.iter().filter_map(|place| self.divisions.get(place.code.as_deref()?)));
        let mut within: Vec<Division> = possible.filter(|division| division.code.starts_with(code.as_str())).collect();
        within.sort();
        within.dedup();
        match within.as_slice() {
            [one] => Some(self.found(*one, FOLDER, open.evidence.clone())),
            _ => found,
        }
    }

    /// A title names the place it begins with, or else any place within it.
    fn title(&self) -> Option<Staged<Jurisdiction>> {
        let title = self.clues.title?;
        let text = tally::joined(title.value.as_deref()?);
        let found = self.named_in(&text, TITLE, &title.at, title.raw.as_deref().unwrap_or(&text))?;
        let other = found.output.code.as_deref().and_then(|code| self.contradicting_publishers(code));
        let Some(other) = other else { return Some(found) };
        let own = found.output.code.as_deref().and_then(|code| self.divisions.get(code));
        Some(self.ambiguous(own.into_iter().chain([other]).collect(), TITLE, found.output.evidence))
    }

    /// The place that `text` names, with the raw text and the places it stands at.
    fn named_in(&self, text: &str, rule: Rule, at: &Places, raw: &str) -> Option<Staged<Jurisdiction>> {
        let (leading, rest) = self.leading(text);
        if let Some(several) = self.listed(&leading, rest) {
            let at = leading.iter().flat_map(|mention| tally::narrowed(raw, at, said(text, mention)));
            return Some(self.ambiguous(several, rule, at.collect()));
        }
        let leading_name = leading.last().map(|last| last.name);
        let mut tally = Tally::default();
        let mentions = if leading.is_empty() { self.divisions.mentions(text) } else { leading };
        mentions.iter().for_each(|mention| tally.add(mention.name, !mention.short, tally::narrowed(raw, at, said(text, mention))));
        let outcome = self.resolve(&tally, self.margin(rule));
        if let Some((Branch::Of(division), _)) = leading_name.and_then(|place| branch(place, rest, self.divisions)) {
            return Some(self.found(division, rule, at.clone()));
        }
        if let Some(name) = self
            .town_at(rest, leading_name, false)
            .or_else(|| self.county_at(rest, false))
            .or_else(|| self.unlisted_branch(leading_name, rest))
        {
            return Some(self.town(one(&outcome), name, rule, tally::narrowed(raw, at, name)));
        }
        let is_zone = |name: &&str| {
            let is_known = leading_name.is_some() || zone::city_of(name, self.divisions).is_some() || self.is_told_elsewhere(name);
            is_known && rule.name != FOLDER.name
        };
        if let Some(name) = zone::zone(rest, leading_name.is_some(), self.divisions).filter(is_zone) {
            let parent = one(&outcome).or_else(|| zone::city_of(name, self.divisions));
            return Some(self.unlisted(parent, name, rule, tally::narrowed(raw, at, name)));
        }
        if let Some(city) = one(&outcome).filter(|city| self.is_without_towns(*city))
            && let Some(name) = self.likely_town(rest)
        {
            // What stands behind says nothing of a town (低保办事指南), so only another place tells that it is one.
            return Some(match self.is_told_elsewhere(name) {
                true => self.unlisted(Some(city), name, rule, tally::narrowed(raw, at, name)),
                false => self.ambiguous(vec![city], rule, tally.at(city.name)),
            });
        }
        self.settle(outcome, &tally, rule)
    }

    /// The beginning of `text`, behind a city of whose towns there is no list, that looks like the name of one.
    fn likely_town<'t>(&self, text: &'t str) -> Option<&'t str> {
        const LONGEST: usize = 6;
        let words = &self.divisions.words;
        let ends = text.char_indices().take(LONGEST).take_while(|(_, c)| is_han(*c)).map(|(start, c)| start + c.len_utf8());
        let is_one = |town: &str, after: &str| {
            let stem = words.town_endings.iter().find_map(|ending| town.strip_suffix(ending.as_str()));
            let is_name = |stem: &str| stem.chars().count() > 1 && (!words.is_general_stem(stem) || words.is_town_all_the_same(town));
            stem.is_some_and(is_name) && !words.is_general_next(after)
        };
        ends.filter_map(|end| text.split_at_checked(end)).find(|(town, after)| is_one(town, after)).map(|(town, _)| town)
    }

    /// Whether a publisher begins with the town `name`, or the text names it with what a town has behind it (塘厦镇人民政府).
    fn is_told_elsewhere(&self, name: &str) -> bool {
        let of_town = |text: &str| {
            let mut behind = text.match_indices(name).filter_map(|(at, _)| text.get(at + name.len()..));
            behind.any(|after| self.divisions.words.is_organisation(after))
        };
        let publishes = |publisher: &str| self.leading(publisher).1.starts_with(name);
        let lines = self.clues.lines.iter().map(|line| &**line).chain(self.clues.cells.iter().map(|cell| cell.text()));
        self.clues.publishers.iter().any(|(publisher, ..)| publishes(publisher))
            || lines.into_iter().any(|text| of_town(&tally::joined(text)))
    }

    /// The divisions with which `text` begins, and what follows them; in a title they may stand behind 附件2：, a year, or 关于印发.
    fn leading<'t>(&self, text: &'t str) -> (Vec<Mention>, &'t str) {
        let starts = self.divisions.words.starts(text);
        let behind = |start: usize| {
            let mut leading = self.divisions.leading(text.get(start..)?);
            leading.iter_mut().for_each(|mention| mention.range = mention.range.start + start..mention.range.end + start);
            let end = leading.last()?.range.end;
            Some((leading, text.get(end..)?))
        };
        let first = starts.first().copied().unwrap_or(0);
        let found = std::iter::once(0).chain(starts).find_map(behind);
        found.unwrap_or_else(|| (Vec::new(), text.get(first..).unwrap_or_default()))
    }

    /// The divisions of a list (桐梓县、习水县) that begins with `leading` and goes on in `rest`; `None` where there is only one.
    fn listed(&self, leading: &[Mention], rest: &str) -> Option<Vec<Division>> {
        let mut several = weigh::confirmed(leading.last()?.name, &self.context, self.divisions);
        let (mut rest, mut count) = (rest, 1);
        while let Some(behind) = rest.strip_prefix(LIST_SIGNS)
            && let Some(next) = self.divisions.leading(behind).last()
        {
            several.extend(weigh::confirmed(next.name, &self.context, self.divisions));
            rest = behind.get(next.range.end..)?;
            count += 1;
        }
        several.sort();
        several.dedup();
        (count > 1 && several.len() > 1).then_some(several)
    }

    /// Publishers name a place where all or nearly all that name one name the same.
    fn publishers(&self) -> Option<Staged<Jurisdiction>> {
        let (tally, towns) = self.publisher_names();
        let total: u32 = tally.0.values().chain(towns.values()).map(|named| named.strong).sum();
        let agreed = |named: &Named| {
            named.strong.saturating_mul(self.divisions.words.weights.agreement + 1) >= total * self.divisions.words.weights.agreement
        };
        if let Some(((parent, town), named)) = towns.iter().find(|(_, named)| agreed(named)) {
            let mut own = Tally::default();
            parent.iter().for_each(|parent| own.add(parent, true, []));
            return Some(self.town(one(&self.resolve(&own, self.margin(PUBLISHER))), town, PUBLISHER, named.at.clone()));
        }
        let outcome = self.resolve(&tally, self.margin(PUBLISHER));
        let same_name = match &outcome {
            Outcome::Several(several) => several.windows(2).all(|pair| matches!(pair, [a, b] if a.name == b.name)),
            _ => true,
        };
        if same_name { self.settle(outcome, &tally, PUBLISHER) } else { None }
    }

    /// Divisions and towns with which publishers begin; a town with the division before it.
    fn publisher_names(&self) -> (Tally, BTreeMap<(Option<&'static str>, String), Named>) {
        let (mut tally, mut towns) = (Tally::default(), BTreeMap::<_, Named>::new());
        for (name, raw, at) in self.clues.publishers {
            let name = self.divisions.words.branch(name).unwrap_or(name);
            let leading = self.divisions.leading(name);
            let last = leading.last();
            let rest = name.get(last.map_or(0, |last| last.range.end)..).unwrap_or_default();
            let place = last.map(|last| last.name);
            if let Some((Branch::Of(division), _)) = place.and_then(|place| branch(place, rest, self.divisions)) {
                tally.add(division.name, true, at.iter().copied());
            } else if let Some(town) =
                self.town_at(rest, place, true).or_else(|| self.county_at(rest, true)).or_else(|| self.unlisted_branch(place, rest))
            {
                let key = (last.map(|last| last.name), town.to_owned());
                towns.entry(key).or_default().add(true, tally::narrowed(raw, at, town));
            } else if let Some(last) = last {
                tally.add(last.name, true, tally::narrowed(raw, at, said(name, last)));
            }
        }
        (tally, towns)
    }

    /// The name of a division in no list, which a branch of an office of `place` is for.
    fn unlisted_branch<'t>(&self, place: Option<&str>, rest: &'t str) -> Option<&'t str> {
        match branch(place?, rest, self.divisions)? {
            (Branch::Unlisted(name), _) => Some(name),
            _ => None,
        }
    }

    /// The place that publishers agree on, half of them at least, where it is neither within `code` nor around it. A single one may be copied.
    fn contradicting_publishers(&self, code: &str) -> Option<Division> {
        let (tally, _) = self.publisher_names();
        let other = one(&self.resolve(&tally, self.margin(PUBLISHER)))?;
        let naming: u32 = tally.0.values().map(|named| named.strong).sum();
        let are_most = 2 * naming as usize >= self.clues.publishers.len();
        (are_most && !other.code.starts_with(code) && !code.starts_with(other.code)).then_some(other)
    }

    fn text(&self, tally: &Tally) -> Option<Staged<Jurisdiction>> {
        let outcome = match self.resolve(tally, self.margin(TEXT)) {
            Outcome::One(division) if !self.fits_publishers(division) => self.fitting(division, tally),
            other => other,
        };
        self.settle(outcome, tally, TEXT)
    }

    /// The town with which `text` begins, after the name of `parent`. One that is in no list must be followed by what a
    /// town has; in the name of a `publisher` any must.
    fn town_at<'t>(&self, text: &'t str, parent: Option<&str>, publisher: bool) -> Option<&'t str> {
        const LONGEST: usize = 14;
        let words = &self.divisions.words;
        let mut unlisted = None;
        for (start, c) in text.char_indices().take(LONGEST).take_while(|(_, c)| is_han(*c)) {
            let (town, after) = text.split_at_checked(start + c.len_utf8())?;
            let Some(stem) = words.town_endings.iter().find_map(|ending| town.strip_suffix(ending.as_str())) else { continue };
            let organisation = after.is_empty() || words.is_organisation(after);
            if organisation && parent.is_some_and(|parent| self.divisions.is_parent(parent, town)) {
                return Some(town);
            }
            if stem.is_empty() || words.is_general_stem(stem) || words.is_general_next(after) || publisher && !organisation {
                continue;
            }
            if self.divisions.named(town).any(|division| self.divisions.level(division) == Level::Town) {
                return Some(town);
            }
            if organisation && (2..=6).contains(&stem.chars().count()) {
                unlisted = unlisted.or(Some(town));
            }
        }
        unlisted
    }

    /// The name at the beginning of `text` that looks like that of a county and is in no list, followed by what a county has; in a title
    /// also by the rest of one, or where a publisher tells that it is one.
    fn county_at<'t>(&self, text: &'t str, publisher: bool) -> Option<&'t str> {
        const LONGEST: usize = 9;
        let words = &self.divisions.words;
        let short = self.divisions.mentions(text).into_iter().find(|mention| mention.short && mention.range.start == 0);
        let text = text.get(short.map_or(0, |short| short.range.end)..)?;
        let ends = text.char_indices().take(LONGEST).take_while(|(_, c)| is_han(*c)).map(|(start, c)| start + c.len_utf8());
        // 青山县户籍管理服务指南: nothing but the place stands in front of what a title is about.
        let titled = |name: &str, after: &str| words.begins_title(name, after) && self.words.is_title(after);
        let is_one = |name: &str, after: &str| {
            words.is_like_county(name)
                && (words.is_organisation(after) || !publisher && (titled(name, after) || self.is_told_elsewhere(name)))
                && self.divisions.mentions(name).is_empty()
                && self.divisions.named(name).next().is_none()
        };
        ends.filter_map(|end| text.split_at_checked(end)).find(|(name, after)| is_one(name, after)).map(|(name, _)| name)
    }

    /// The town `name` within `parent`. Names of towns are no keys: without a parent in the document there are only candidates.
    fn town(&self, parent: Option<Division>, name: &str, rule: Rule, at: Places) -> Staged<Jurisdiction> {
        let is_town = |division: &Division| self.divisions.level(*division) == Level::Town;
        let within = |division: &Division| parent.is_none_or(|parent| division.code.starts_with(parent.code));
        let bearers: Vec<Division> = self.divisions.named(name).filter(is_town).filter(within).collect();
        let is_confirmed =
            |division: &&Division| self.divisions.parents(division.code).any(|parent| self.context.0.contains_key(parent.name));
        let mut confirmed = weigh::confirmed(name, &self.context, self.divisions).into_iter().filter(|division| bearers.contains(division));
        match (confirmed.next(), confirmed.next()) {
            (Some(division), None) if is_confirmed(&&division) => self.found(division, rule, at),
            // The list has no towns of the city that the document names, so those elsewhere of this name are none of its own.
            _ if bearers.is_empty() || parent.is_none() && self.city_without_towns().is_some() => {
                self.unlisted(parent.or_else(|| self.city_without_towns()), name, rule, at)
            }
            _ => self.ambiguous(bearers, rule, at),
        }
    }

    /// The city of which the list has no towns and with which the title, a folder or a publisher begins.
    fn city_without_towns(&self) -> Option<Division> {
        let title = self.clues.title.and_then(|title| title.value.as_deref());
        let folders = self.clues.folder.into_iter().flat_map(|folder| folder.split('/'));
        let texts = self.clues.publishers.iter().map(|(name, ..)| &**name).chain(title).chain(folders);
        let mentions = texts.flat_map(|text| self.divisions.leading(text));
        let named = mentions.flat_map(|mention| self.divisions.named(mention.name));
        let found: BTreeSet<Division> = named.filter(|division| self.is_without_towns(*division)).collect();
        if found.len() == 1 { found.first().copied() } else { None }
    }

    fn is_without_towns(&self, division: Division) -> bool {
        division.code.len() == 4 && !self.divisions.has_parts(division)
    }

    fn resolve(&self, tally: &Tally, margin: Margin) -> Outcome {
        weigh::resolve(tally, &self.context, self.divisions, margin)
    }

    fn margin(&self, rule: Rule) -> Margin {
        let weights = &self.divisions.words.weights;
        match rule.name == PUBLISHER.name {
            // A place that publishes less than its parent is not the one all agree on.
            true => Margin { beside: weights.agreement, above: 1, rare: weights.agreement },
            false => Margin { beside: weights.dominant, above: weights.dominant, rare: weights.rare },
        }
    }

    fn settle(&self, outcome: Outcome, tally: &Tally, rule: Rule) -> Option<Staged<Jurisdiction>> {
        match outcome {
            Outcome::Nothing => None,
            Outcome::One(division) => Some(self.found(division, rule, tally.at(division.name))),
            Outcome::Several(several) => {
                let mut names: Vec<&str> = several.iter().map(|division| division.name).collect();
                names.dedup();
                let at = names.into_iter().flat_map(|name| tally.at(name)).collect();
                Some(self.ambiguous(several, rule, at))
            }
        }
    }

    fn found(&self, division: Division, rule: Rule, at: Places) -> Staged<Jurisdiction> {
        let former = self.context.former(division.name);
        let rule = former.filter(|_| rule.state != State::Reviewed).map_or(rule, |_| FORMER);
        let findings = former.map(|former| self.show(place_renamed(former, division), &at, former.name)).into_iter().collect();
        let output = Jurisdiction {
            name: Some(division.name.into()),
            code: Some(division.code.into()),
            code_list: Some(self.divisions.code_list().into()),
            level: Some(self.divisions.level(division)),
            parents: self.divisions.parents(division.code).map(Divisions::reference).collect(),
            state: rule.state,
            rule: Some(rule.name.into()),
            evidence: at,
            candidates: Vec::new(),
        };
        Staged { output, findings }
    }

    /// One of `several`; the text does not say which.
    fn ambiguous(&self, several: Vec<Division>, rule: Rule, at: Places) -> Staged<Jurisdiction> {
        let shared = several.first().filter(|first| several.len() > 1 || rule.name != TEXT.name && first.code.len() > 6);
        let name = shared.filter(|first| several.iter().all(|division| division.name == first.name)).map(|first| first.name);
        let candidates: Vec<PlaceRef> =
            several.iter().take(self.divisions.words.most_candidates).copied().map(Divisions::reference).collect();
        let level = name.and_then(|_| several.first()).map(|first| self.divisions.level(*first));
        let finding = place_ambiguous(described(several.iter().take(self.divisions.words.most_candidates), self.divisions));
        let finding = self.show(finding, &at, name.unwrap_or_default());
        let output = Jurisdiction {
            name: name.map(Text::from),
            code_list: Some(self.divisions.code_list().into()),
            level,
            state: State::Ambiguous,
            rule: Some(rule.name.into()),
            evidence: at,
            candidates,
            ..Jurisdiction::unresolved()
        };
        Staged { output, findings: vec![finding] }
    }

    /// Shows `finding` at `places` with the text that stands there; `name` where there are no lines.
    fn show(&self, finding: Finding, places: &Places, name: &str) -> Finding {
        places.iter().fold(finding, |finding, at| match self.excerpt(*at) {
            Some(text) => finding.shown_at(&text, *at),
            None => finding.shown_at(name, *at),
        })
    }

    fn excerpt(&self, at: At) -> Option<String> {
        let At::Text { line, from, to } = at else { return None };
        let text = self.clues.lines.get((line as usize).checked_sub(1)?)?;
        let excerpt: String = text.chars().skip((from as usize).checked_sub(1)?).take((to + 1).checked_sub(from)? as usize).collect();
        Some(excerpt).filter(|excerpt| !excerpt.is_empty())
    }
}

fn one(outcome: &Outcome) -> Option<Division> {
    match outcome {
        Outcome::One(division) => Some(*division),
        _ => None,
    }
}

/// What `text` says where it mentions a division: its name, or a former or short one.
fn said<'t>(text: &'t str, mention: &Mention) -> &'t str {
    text.get(mention.range.clone()).unwrap_or_default()
}

fn unresolved() -> Staged<Jurisdiction> {
    Staged { output: Jurisdiction::unresolved(), findings: vec![place_unresolved()] }
}

#[cfg(test)]
mod tests;
