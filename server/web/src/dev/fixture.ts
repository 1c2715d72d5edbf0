import type { AlternativeView, BracketView, DraftView, ParagraphView, Piece } from "../contract";
import { refold } from "./refold";

/** Drafts for development and unit tests, typed from the report of the WSIS Group of Friends of the Chair. */

type Extra = Partial<Omit<ParagraphView, "content">>;

class Writer {
  readonly paragraphs: ParagraphView[] = [];
  readonly brackets: BracketView[] = [];
  private names: string[] = [];

  add(id: string, kind: ParagraphView["kind"], label: string | null, text: string, extra: Extra = {}) {
    const content = this.read(text);
    const defaults = { parent: null, depth: 0, level: 0, idea: null, sources: [], variantOf: null };
    const rest = { baseOf: [], standing: "open" as const, agreement: null, addedIn: null, joinedTo: null };
    this.paragraphs.push({ id, kind, label, ...defaults, ...rest, ...extra, content });
  }

  /** `[x]` is a bracket, `|` inside one a line between branches, `**x**` bold, `^*^` a note call. */
  private read(text: string): Piece[] {
    const pieces: Piece[] = [];
    let bold = false;
    for (const part of text.split(/(\*\*|\[|\]|\||\^[^^]+\^)/)) {
      if (part === "**") bold = !bold;
      else if (part === "[") pieces.push({ t: "open", id: this.open() });
      else if (part === "]") pieces.push({ t: "close", id: this.names.pop() ?? "stray" });
      else if (part === "|") pieces.push({ t: "or", id: this.names.at(-1) ?? "stray" });
      else if (/^\^.+\^$/.test(part)) {
        pieces.push({ t: "note", id: "n1", sign: part.slice(1, -1) });
      } else if (part !== "") pieces.push(bold ? { t: "text", s: part, b: true } : { t: "text", s: part });
    }
    return pieces;
  }

  private open(): string {
    const id = `b${this.brackets.length + 1}`;
    this.names.push(id);
    this.brackets.push({
      id,
      number: 0,
      openedBy: "",
      delegation: "",
      openedAt: 0,
      wish: "retain",
      reason: "",
      inserts: false,
      replacement: null,
      state: "open",
      picked: null,
      depth: 1,
      wholeDraft: false,
      paragraph: null,
      place: "",
      words: "",
      branches: [""],
      linked: [],
      correlated: [],
      joined: [],
      offers: [],
      question: null,
    });
    return id;
  }
}

function set(id: string, label: string, base: string[], variants: string[]): AlternativeView {
  return { id, label, base, variants, state: "open", chosen: null };
}

export function commitment(): DraftView {
  const w = new Writer();
  w.add("p-title", "title", null, "突尼斯承诺");
  w.add("p-date", "front", null, "2005年1月11日");
  w.add(
    "p-4",
    "operative",
    "4.",
    "**我们重申**在日内瓦做出的承诺，并将在突尼斯对其加以拓展，重点将放在弥合数字鸿沟的融资机制、因特网治理及相关问题以及对峰会日内瓦和突尼斯阶段所做决定的跟进和落实工作方面。[本文件的执行部分|执行文件：《突尼斯行动议程》的第二、第三和第四章对此做了阐述。]",
    { idea: "从日内瓦到突尼斯" },
  );
  w.add(
    "p-7",
    "operative",
    "7.",
    "此外，信息通信技术前所未有地使更多的人们能够参与人类知识基础的共享与扩大，并为其进一步发展及其在教育、卫生和科学领域的应用做出贡献。信息通信技术蕴藏着巨大的潜力，可以使人们有更多的机会接受优质教育，提高文化水平并普及初级教育。",
    { idea: "重要原则和发展方向" },
  );
  w.add(
    "p-8",
    "operative",
    "8.",
    "**我们还认识到**，[正如]信息通信技术革命作为一种手段可以对持续发展产生极大的积极影响[一样][，如果缺乏国内和国际层面的适当有利环境，这一革命亦会加剧并扩大现有的社会和经济发展差别，扩大富国与穷国之间、各个区域之间以及个人之间--包括[男性与女性]之间的差距]。",
  );
  w.add(
    "p-9",
    "operative",
    "9.",
    "**我们重申，我们致力于**消除在弥合数字鸿沟方面所遇到的一切障碍，特别是那些影响各国全面实现经济和社会发展、影响为各国人民谋幸福（尤其是为发展中国家公民谋幸福）的障碍。",
    { baseOf: ["s9"] },
  );
  w.add(
    "p-9a",
    "operative",
    "Alt 9",
    "我们敦促各国采取步骤，帮助克服在弥合数字鸿沟道路上所遇到的障碍，特别是那些影响相关国家人民全面实现经济和社会发展、那些影响为人民谋幸福的障碍。",
    { variantOf: "s9" },
  );
  w.add(
    "p-10",
    "operative",
    "10.",
    "因此，**我们将做出不懈努力**，使人们不论身在何处，均能普遍、无所不在、公平和以可承受的价格获取信息通信技术，确保信息通信技术的福祉在各个社会之间与各个社会之内得到更为公平的分配，弥合数字鸿沟，从而为全体人民创造数字机遇。",
    { baseOf: ["s10"] },
  );
  w.add(
    "p-1011",
    "operative",
    "Alt 10+11",
    "因此，**我们将做出不懈努力**，使人们不论身在何处，均能普遍、无所不在、公平和以可承受的价格获取信息通信技术，弥合数字鸿沟，从而为全体人民创造数字机遇。在此进程中，我们应特别关注所有国家和社会各个阶层的作用及其特殊需要。在此，**我们重申**《日内瓦原则宣言》中所做的承诺。",
    { variantOf: "s10" },
  );
  w.add(
    "p-11",
    "operative",
    "11.",
    "为此，**我们应特别关注**所有国家和社会各个阶层的作用和具体需要，并重申《日内瓦宣言》中所做的承诺。",
    { baseOf: ["s10", "s11"] },
  );
  w.add(
    "p-11a",
    "operative",
    "Alt 11A",
    "为此，**我们应特别关注**儿童、青年、妇女、社会边缘群体和弱势群体的作用和特殊需要，包括移民、国内流离失所的人们和难民、失业人员和社会经济地位低下者、少数民族和游牧民族、残疾人、贫困人口。",
    { variantOf: "s11" },
  );
  w.add(
    "p-11b",
    "operative",
    "Alt 11B",
    "为此，**我们应特别关注**青年、妇女和年长者的作用和特殊需要，并特别关注原住民的特殊情况。**我们还认识到**社会边缘群体和弱势群体的作用和特殊需要。",
    { variantOf: "s11" },
  );
  w.add("p-x1", "placeholder", null, "**我们在此**进一步承诺……^*^", { idea: "进一步承诺" });
  w.add("p-x2", "placeholder", null, "**我们承诺，我们**将筹措包括人力资源在内的各种资源，以……^*^", {
    idea: "筹措资源，包括人力资源",
  });
  w.add(
    "p-14",
    "operative",
    "14.",
    "[**我们坚信**，只有充分并及时地落实我们在日内瓦和突尼斯做出的决定，为此制定适当的跟进机制，采用公开、具有包容性和透明的方式，才是实现这一目标的途径。**因此，我们重申**，面对在建设人人均能受益的真正全球信息社会方面的挑战与机遇，**我们将坚定不移，群策群力**，做出有效、可持续的答复。]",
    { idea: "结论" },
  );
  w.add("n1", "note", "*", "注：楷体案文表示需要有更多的文稿提出起草相关段落的建议。");
  for (const bracket of w.brackets) {
    const package_ = ["b2", "b3", "b4"];
    if (package_.includes(bracket.id)) bracket.correlated = package_.filter((id) => id !== bracket.id);
  }
  const women = w.brackets.find((b) => b.id === "b5");
  Object.assign(women ?? {}, {
    openedBy: "Amina Diallo",
    delegation: "Northland",
    openedAt: Date.UTC(2026, 10, 20, 9, 41),
    wish: "retain",
    reason: "The gap between women and men is the one we can measure.",
  });
  const view: DraftView = {
    id: "d1",
    slug: "tunis-commitment",
    title: "突尼斯承诺",
    language: "zh",
    kind: "draft",
    columns: { idea: "构思", text: "案文", source: null },
    paragraphs: w.paragraphs,
    brackets: w.brackets,
    alternatives: [
      set("s9", "9", ["p-9"], ["p-9a"]),
      set("s10", "10+11", ["p-10", "p-11"], ["p-1011"]),
      set("s11", "11", ["p-11"], ["p-11a", "p-11b"]),
    ],
    phase: "drafting",
    open: { brackets: 0, alternatives: 0, placeholders: 0, proposals: 0 },
    proposals: [],
    labelScheme: "alt" as const,
  };
  refold(view);
  return view;
}

const LINES: [string, string, string[]?][] = [
  ["C1.", "各国政府和所有利益相关方在推动信息通信技术促进发展方面的作用"],
  ["C2.", "信息通信基础设施"],
  ["C3.", "获取信息与知识"],
  ["C4.", "能力建设"],
  ["C5.", "树立使用信息通信技术的信心并提高安全性"],
  ["C6.", "环境建设"],
  ["C7.", "信息通信技术的各项应用", ["电子政务", "电子商务", "电子学习", "电子卫生"]],
  ["C8.", "文化多样性与特征，语言多样性与本地内容"],
  ["D.", "数字团结"],
];

export function agenda(): DraftView {
  const w = new Writer();
  w.add("a-title", "title", null, "最后文件的执行部分/突尼斯行动议程/突尼斯实施计划");
  w.add("a-ch1", "heading", "第一章", "从原则到行动：制定可持续解决方案的峰会", { level: 1 });
  w.add(
    "a-1",
    "operative",
    "1.",
    "**我们认识到**，现在是从制定原则转向采取行动的时候了，因此，我们鼓励各利益相关方将《行动计划》推进一步，明确那些在落实日内瓦的承诺方面已经取得进展的领域。",
    { idea: "一般实施战略", sources: ["政府/其他利益相关方"] },
  );
  w.add(
    "a-2",
    "operative",
    "2.",
    "**我们承认**，各国政府在国家层面落实《信息社会世界峰会行动计划》中发挥着主导作用。",
    {
      idea: "国家信息通信战略",
      sources: ["政府"],
    },
  );
  w.add(
    "a-2b",
    "operative",
    null,
    "**我们鼓励**尚未采取行动的政府，[在2008年之前，]通过与其他利益相关方建立伙伴关系，详细制定全面、具有前瞻性的和可持续的（包括减贫战略在内的）国家信息通信战略。",
  );
  w.add("a-24", "operative", "24.", "因此，我们建议对现有的融资机制加以改善和创新，其中包括：", {
    sources: ["C3"],
  });
  const under = { parent: "a-24", depth: 1 };
  w.add("a-24a", "subItem", "a.", "加强区域性合作并创建利益相关多方伙伴关系；", {
    ...under,
    sources: ["C3.1/政府"],
  });
  w.add(
    "a-24i",
    "subItem",
    "i.",
    "[制定有利的税收、资费、进口和企业监管政策，以降低信息通信技术投资方、创业公司和国内金融机构的风险、减轻其资金负担，并予以激励；]",
    { ...under, sources: ["结论16", "17"] },
  );
  w.add("a-25", "operative", "25.", "", { idea: "数字团结基金", sources: ["C3"] });
  w.add("a-ch3", "heading", "第三章", "因特网治理[|与因特网相关的公共政策]", { level: 1 });
  w.add("a-ph", "placeholder", null, "[因特网治理工作组最终报告发表后将对此进行讨论]");
  w.add("a-annex", "heading", null, "附件", { level: 1 });
  w.add("t", "table", null, "");
  w.add("t-h", "headRow", null, "", { parent: "t", depth: 1 });
  w.add("t-h1", "cell", null, "**行动方针**", { parent: "t-h", depth: 2 });
  w.add("t-h2", "cell", null, "[**主持人**|**协调人**]", { parent: "t-h", depth: 2 });
  LINES.forEach(([label, words, bullets], row) => {
    w.add(`t-${row}`, "row", null, "", { parent: "t", depth: 1 });
    w.add(`t-${row}-1`, "cell", label, words, { parent: `t-${row}`, depth: 2 });
    bullets?.forEach((bullet, index) =>
      w.add(`t-${row}-b${index}`, "bullet", "•", bullet, { parent: `t-${row}-1`, depth: 3 }),
    );
    w.add(`t-${row}-2`, "cell", null, "--", { parent: `t-${row}`, depth: 2 });
  });
  const view: DraftView = {
    id: "d2",
    slug: "tunis-agenda",
    title: "突尼斯行动议程",
    language: "zh",
    kind: "draft",
    columns: { idea: "想法", text: "案文草案", source: "来源" },
    paragraphs: w.paragraphs,
    brackets: w.brackets,
    alternatives: [],
    phase: "drafting",
    open: { brackets: 0, alternatives: 0, placeholders: 0, proposals: 0 },
    proposals: [],
    labelScheme: "alt" as const,
  };
  refold(view);
  return view;
}
