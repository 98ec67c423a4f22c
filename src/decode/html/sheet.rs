//! decode/html/sheet: what the style sheets in a page hide: rules of one simple selector each (`.a`, `p.a`, `#a`). Rules that look at what stands around
//! an element, and those for other media, are not applied.

use scraper::node::Element;
use std::collections::HashMap;

/// The most rules that are kept; what stands behind them hides nothing.
const MOST_RULES: usize = 10_000;

/// The rules of a page that hide or show elements, by what they ask for.
#[derive(Default)]
pub(super) struct Sheet {
    rules: HashMap<String, Vec<Rule>>,
    count: usize,
}

/// A rule: what it asks of an element besides its key, and what it says.
struct Rule {
    selector: Selector,
    /// The stronger one holds: by what it asks for (CSS Selectors 4, 17), then by its place.
    strength: (bool, usize, usize, usize),
    display: Option<bool>,
    visible: Option<bool>,
}

/// A selector without combinators, pseudo-classes and attributes.
#[derive(Default)]
struct Selector {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
}

/// What the sheets say about an element; `None`: nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Said {
    /// Whether it is displayed.
    pub(super) display: Option<bool>,
    /// Whether its text is drawn.
    pub(super) visible: Option<bool>,
}

impl Sheet {
    /// Adds the rules of the sheet `text`.
    pub(super) fn add(&mut self, text: &str) {
        let text = without_comments(text).replace("<!--", " ").replace("-->", " ");
        let mut rest = text.as_str();
        while let Some((selectors, block)) = rest.split_once('{') {
            let selectors = selectors.trim();
            // A rule for other media or of another kind: its blocks are passed over.
            let behind = if selectors.starts_with('@') { behind_block(block) } else { block.split_once('}').map(|(_, behind)| behind) };
            if !selectors.starts_with('@') {
                self.rule(selectors.rsplit(';').next().unwrap_or_default(), block.split('}').next().unwrap_or_default());
            }
            rest = behind.unwrap_or_default();
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str) {
        let (mut display, mut visible, mut is_important) = (None, None, false);
        for declaration in declarations.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let value = value.to_ascii_lowercase();
            let word = value.split(['!', ' ']).find(|word| !word.is_empty()).unwrap_or_default();
            match name.trim().to_ascii_lowercase().as_str() {
                "display" => display = Some(word != "none"),
                "visibility" => visible = Some(!matches!(word, "hidden" | "collapse")),
                "mso-hide" if word == "all" => display = Some(false),
                _ => continue,
            }
            is_important |= value.contains("!important");
        }
        if display.is_none() && visible.is_none() {
            return;
        }
        for selector in selectors.split(',').filter_map(Selector::parse) {
            if self.count >= MOST_RULES {
                return;
            }
            self.count += 1;
            let strength = (is_important, usize::from(selector.id.is_some()), selector.classes.len(), usize::from(selector.tag.is_some()));
            self.rules.entry(selector.key()).or_default().push(Rule { selector, strength, display, visible });
        }
    }

    /// What the rules say about `element`.
    pub(super) fn says(&self, element: &Element) -> Said {
        if self.rules.is_empty() {
            return Said::default();
        }
        let keys = element.classes().map(|class| format!(".{class}")).chain(element.id().map(|id| format!("#{id}")));
        let keys = keys.chain(std::iter::once(element.name().to_owned()));
        let rules = keys.filter_map(|key| self.rules.get(&key)).flatten().filter(|rule| rule.selector.fits(element));
        let mut rules: Vec<&Rule> = rules.collect();
        rules.sort_by_key(|rule| rule.strength);
        let mut said = Said::default();
        for rule in rules {
            said = Said { display: rule.display.or(said.display), visible: rule.visible.or(said.visible) };
        }
        said
    }
}

impl Selector {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let start = text.find(['.', '#']).unwrap_or(text.len());
        let (tag, mut rest) = text.split_at_checked(start)?;
        let mut selector = Selector { tag: (!tag.is_empty() && tag != "*").then(|| tag.to_ascii_lowercase()), ..Selector::default() };
        while let Some(sign) = rest.chars().next() {
            let behind = rest.get(1..)?;
            let end = behind.find(['.', '#']).unwrap_or(behind.len());
            let (name, more) = behind.split_at_checked(end)?;
            if !is_name(name) {
                return None;
            }
            match sign {
                '#' => selector.id = Some(name.to_owned()),
                _ => selector.classes.push(name.to_owned()),
            }
            rest = more;
        }
        let is_known = selector.tag.as_deref().is_none_or(is_name);
        let asks = selector.tag.is_some() || selector.id.is_some() || !selector.classes.is_empty();
        (is_known && asks).then_some(selector)
    }

    /// By what elements it may fit are found.
    fn key(&self) -> String {
        match (&self.id, self.classes.first(), &self.tag) {
            (Some(id), ..) => format!("#{id}"),
            (_, Some(class), _) => format!(".{class}"),
            (.., tag) => tag.clone().unwrap_or_default(),
        }
    }

    fn fits(&self, element: &Element) -> bool {
        self.tag.as_deref().is_none_or(|tag| tag == element.name())
            && self.id.as_deref().is_none_or(|id| element.id() == Some(id))
            && self.classes.iter().all(|class| element.classes().any(|own| own == class))
    }
}

fn without_comments(text: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// What stands behind the block that `text` begins inside of.
fn behind_block(text: &str) -> Option<&str> {
    let mut depth = 1usize;
    for (at, sign) in text.match_indices(['{', '}']) {
        depth = if sign == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return text.get(at + 1..);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn rules_hide_what_they_name() {
        let mut sheet = Sheet::default();
        sheet.add(
            "<!-- @import 'a'; @media print { .a { display: none } p { display:none } } /* .b{display:none} */ .c, p.d {DISPLAY: None} -->",
        );
        sheet.add("#e{visibility:hidden} .f{display:none!important} .f{display:block} .g .h{display:none} .i{color:red;display:inline} *{} .c.j{display:block}");
        let shown = |html: &str| {
            let page = Html::parse_fragment(html);
            let element = page.tree.nodes().filter_map(|node| node.value().as_element()).next_back().unwrap();
            let said = sheet.says(element);
            (said.display.unwrap_or(true), said.visible.unwrap_or(true))
        };
        for (html, expected) in [
            ("<p>", (true, true)),
            ("<b class=a>", (true, true)),
            ("<b class=b>", (true, true)),
            ("<b class='x c'>", (false, true)),
            ("<b class=d>", (true, true)),
            ("<p class=d>", (false, true)),
            ("<b id=e>", (true, false)),
            ("<b class=f>", (false, true)),
            ("<b class=h>", (true, true)),
            ("<b class=i>", (true, true)),
            ("<b class='c j'>", (true, true)),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }
}
