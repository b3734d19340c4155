//! A page of rows as a PDF: one font, of which only the glyphs in use are embedded.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use shared::error::{Error, Result};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// BIZ UDGothic, cut down to the characters of JIS X 0208; its licence lies beside it.
const FONT: &[u8] = include_bytes!("../font/BIZUDGothic-Subset.ttf");
const FONT_NAME: Name<'static> = Name(b"ERASED+BIZUDGothic");
const RESOURCE: Name<'static> = Name(b"F");
const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
/// What is left free around it.
const MARGIN: f32 = 56.0;
/// Where the values stand.
const VALUES: f32 = MARGIN + 140.0;
const TITLE: f32 = 20.0;
const TEXT: f32 = 9.5;
const LINE: f32 = 15.0;

/// A row of the paper.
pub struct Row {
    label: String,
    value: String,
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Row,
    Heading,
    Note,
}

impl Row {
    /// A value with its label.
    pub fn new(label: &str, value: &str) -> Self {
        Self { label: label.into(), value: value.into(), style: Style::Row }
    }

    /// A heading.
    pub fn heading(label: &str) -> Self {
        Self { label: label.into(), value: String::new(), style: Style::Heading }
    }

    /// A sentence over the whole width.
    pub fn note(text: &str) -> Self {
        Self { label: text.into(), value: String::new(), style: Style::Note }
    }
}

/// The PDF of a title, a sentence and rows.
pub fn render(title: &str, sentence: &str, rows: &[Row]) -> Result<Vec<u8>> {
    let mut font = Font::new()?;
    let mut pages = Pages { font: &mut font, done: Vec::new(), content: Content::new(), y: HEIGHT - MARGIN };
    pages.text(MARGIN, TITLE, title);
    pages.down(2.2);
    pages.paragraph(MARGIN, sentence);
    pages.down(0.5);
    for row in rows {
        pages.row(row);
    }
    let contents = pages.finish();
    document(&font, title, &contents)
}

// What is written, page by page, from the top down.
struct Pages<'f> {
    font: &'f mut Font,
    done: Vec<Vec<u8>>,
    content: Content,
    y: f32,
}

impl Pages<'_> {
    fn text(&mut self, x: f32, size: f32, text: &str) {
        let glyphs = self.font.encode(text);
        self.content.begin_text().set_font(RESOURCE, size).set_text_matrix([1.0, 0.0, 0.0, 1.0, x, self.y - size]);
        self.content.show(Str(&glyphs)).end_text();
    }

    fn down(&mut self, lines: f32) {
        self.y -= LINE * lines;
        if self.y < MARGIN + LINE {
            let full = std::mem::replace(&mut self.content, Content::new());
            self.done.push(full.finish().to_vec());
            self.y = HEIGHT - MARGIN;
        }
    }

    fn paragraph(&mut self, x: f32, text: &str) {
        for line in self.font.wrapped(text, WIDTH - MARGIN - x) {
            self.text(x, TEXT, &line);
            self.down(1.0);
        }
    }

    fn row(&mut self, row: &Row) {
        match row.style {
            Style::Row => {
                self.text(MARGIN, TEXT, &row.label);
                self.paragraph(VALUES, &row.value);
            }
            Style::Heading => {
                self.down(0.6);
                self.text(MARGIN, TEXT + 2.0, &row.label);
                self.down(1.1);
                self.content.set_line_width(0.5).move_to(MARGIN, self.y + 1.0).line_to(WIDTH - MARGIN, self.y + 1.0).stroke();
                self.down(0.3);
            }
            Style::Note => self.paragraph(MARGIN, &row.label),
        }
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        self.done.push(self.content.finish().to_vec());
        self.done
    }
}

// The font, and which of its glyphs are in use: new identifier → character and width.
struct Font {
    characters: Charmap<'static>,
    // 〓, the printers' mark for a character that is missing.
    missing: GlyphId,
    metrics: Metrics,
    advances: GlyphMetrics<'static>,
    glyphs: GlyphRemapper,
    used: BTreeMap<u16, (char, f32)>,
}

impl Font {
    fn new() -> Result<Self> {
        let font = FontRef::new(FONT).map_err(Error::internal)?;
        let (size, location) = (Size::unscaled(), LocationRef::default());
        let (metrics, advances) = (font.metrics(size, location), font.glyph_metrics(size, location));
        let characters = font.charmap();
        let missing = characters.map('〓').ok_or_else(|| Error::internal("a font without 〓"))?;
        Ok(Self { characters, missing, metrics, advances, glyphs: GlyphRemapper::new(), used: BTreeMap::new() })
    }

    // In thousandths of the size, as PDF counts.
    fn scaled(&self, units: f32) -> f32 {
        units * 1000.0 / f32::from(self.metrics.units_per_em)
    }

    fn glyph(&self, character: char) -> GlyphId {
        self.characters.map(character).unwrap_or(self.missing)
    }

    fn width(&self, character: char) -> f32 {
        self.scaled(self.advances.advance_width(self.glyph(character)).unwrap_or_default())
    }

    fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            // A TrueType font has no more glyphs than sixteen bits name.
            let glyph = self.glyphs.remap(u16::try_from(self.glyph(character).to_u32()).unwrap_or_default());
            let width = self.width(character);
            self.used.entry(glyph).or_insert((character, width));
            bytes.extend(glyph.to_be_bytes());
        }
        bytes
    }

    fn wrapped(&self, text: &str, width: f32) -> Vec<String> {
        let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
        for character in text.chars() {
            let advance = self.width(character) * TEXT / 1000.0;
            if used + advance > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            used += advance;
            line.push(character);
        }
        lines.push(line);
        lines
    }
}

fn document(font: &Font, title: &str, contents: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut next = 0;
    let mut reference = || {
        next += 1;
        Ref::new(next)
    };
    let (catalog, tree, info, font_reference) = (reference(), reference(), reference(), reference());
    let font_parts = [reference(), reference(), reference(), reference()];
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr("ja"));
    pdf.document_info(info).title(TextStr(title));
    let pages: Vec<(Ref, Ref)> = contents.iter().map(|_| (reference(), reference())).collect();
    let count = i32::try_from(pages.len()).map_err(Error::internal)?;
    pdf.pages(tree).kids(pages.iter().map(|(page, _)| *page)).count(count);
    for ((page_reference, content), bytes) in pages.into_iter().zip(contents) {
        let mut page = pdf.page(page_reference);
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content);
        page.resources().fonts().pair(RESOURCE, font_reference);
        page.finish();
        pdf.stream(content, bytes);
    }
    embed(&mut pdf, font, font_reference, font_parts)?;
    Ok(pdf.finish())
}

fn embed(pdf: &mut Pdf, font: &Font, reference: Ref, [cid, descriptor, file, unicode]: [Ref; 4]) -> Result<()> {
    let subset = subsetter::subset(FONT, 0, &font.glyphs).map_err(|error| Error::Internal(format!("the font: {error}")))?;
    let mut type0 = pdf.type0_font(reference);
    type0.base_font(FONT_NAME).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(unicode);
    type0.finish();
    let mut cid_font = pdf.cid_font(cid);
    cid_font.subtype(CidFontType::Type2).base_font(FONT_NAME).system_info(SYSTEM).font_descriptor(descriptor).default_width(1000.0);
    cid_font.cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = cid_font.widths();
    for (glyph, (_, width)) in &font.used {
        widths.same(*glyph, *glyph, *width);
    }
    widths.finish();
    cid_font.finish();
    let bounds = font.metrics.bounds.ok_or_else(|| Error::internal("a font without bounds"))?;
    let [left, bottom, right, top] = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|units| font.scaled(units));
    let mut described = pdf.font_descriptor(descriptor);
    described.name(FONT_NAME).flags(FontFlags::SYMBOLIC).bbox(Rect::new(left, bottom, right, top)).italic_angle(0.0).stem_v(80.0);
    described.ascent(font.scaled(font.metrics.ascent)).descent(font.scaled(font.metrics.descent));
    described.cap_height(font.scaled(font.metrics.ascent)).font_file2(file);
    described.finish();
    pdf.stream(file, &subset);
    let mut map = UnicodeCmap::new(Name(b"Characters"), SYSTEM);
    font.used.iter().for_each(|(glyph, (character, _))| map.pair(*glyph, *character));
    pdf.cmap(unicode, &map.finish());
    Ok(())
}
