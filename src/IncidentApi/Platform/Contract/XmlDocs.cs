using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IncidentApi.Platform.Contract;

/// <summary>The XML comments of the sources, which the compiler leaves beside the program: they are the words of the document.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(XDocument file) => _members = file.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public static XmlDocs Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(XmlDocs).Assembly.GetName().Name}.xml");
        return File.Exists(path) ? new(XDocument.Load(path)) : throw new InvalidOperationException($"{path} is missing: without it the document has no words.");
    }

    public string? Summary(Type type) => Text(Find($"T:{IdOf(type)}")?.Element("summary"));

    /// <summary>What stands over a property, or at the parameter that made it.</summary>
    public string? Summary(PropertyInfo member)
    {
        var type = IdOf(member.DeclaringType!);
        return Text(Find($"P:{type}.{member.Name}")?.Element("summary")
            ?? Find($"T:{type}")?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == member.Name));
    }

    public string? Example(PropertyInfo member) => Text(Find($"P:{IdOf(member.DeclaringType!)}.{member.Name}")?.Element("example"));

    public string? Parameter(MethodInfo method, string name) =>
        Text(Find(method)?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == name));

    /// <summary>The first sentence over a method, and the others.</summary>
    public (string? First, string? Others) Summary(MethodInfo method)
    {
        var text = Text(Find(method)?.Element("summary"));
        if (text is null) return (null, null);

        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? (text, null) : (text[..(end + 1)], text[(end + 2)..]);
    }

    // No handler has a namesake in its class.
    private XElement? Find(MethodInfo method)
    {
        var name = $"M:{IdOf(method.DeclaringType!)}.{method.Name}(";
        return _members.FirstOrDefault(member => member.Key.StartsWith(name, StringComparison.Ordinal)).Value;
    }

    private XElement? Find(string id) => _members.GetValueOrDefault(id);

    private static string IdOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element) => element is null ? null : Space().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.')[^1] ?? see.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
